// The frame of the pages one sees before being known.
import type { ReactNode } from 'react';
import { useTitle } from '../../ui/page.tsx';
import styles from './door.module.css';

type DoorProps = { title: string; children: ReactNode };

export function Door({ title, children }: DoorProps): ReactNode {
  useTitle(title);
  return (
    <main className={styles.door}>
      <p className={styles.brand}>Hub Chantier</p>
      <h1 tabIndex={-1}>{title}</h1>
      {children}
    </main>
  );
}
