// Skeletons of the true shape, seen after 150 ms.
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './waiting.module.css';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `s${index}`);

const Waiting = ({ children }: { children: ReactNode }): ReactNode => (
  <div className="hub-delayed" role="status" aria-busy="true">
    <span className="hub-hidden">Chargement en cours</span>
    {children}
  </div>
);

/** Lines of a list, as high as the real ones. */
export const WaitingRows = ({ rows = 8, tall }: { rows?: number; tall?: boolean }): ReactNode => (
  <Waiting>
    {keys(rows).map(key => (
      <div key={key} className={styles.row} data-tall={tall}>
        <Skeleton height={12} width="30%" />
        <Skeleton height={12} width="18%" />
        <Skeleton height={12} width="14%" />
      </div>
    ))}
  </Waiting>
);

/** A sheet: pairs of name and value. */
export const WaitingFacts = ({ facts = 8 }: { facts?: number }): ReactNode => (
  <Waiting>
    <div className={styles.facts}>
      {keys(facts).map(key => (
        <div key={key} className={styles.fact}>
          <Skeleton height={10} width="40%" mb={8} />
          <Skeleton height={12} width="75%" />
        </div>
      ))}
    </div>
  </Waiting>
);

/** Buttons that depend on what is being read: their place is kept. */
export const WaitingAction = (): ReactNode => <Skeleton className="hub-delayed" height={36} width="14rem" />;

export const WaitingPage = (): ReactNode => (
  <Waiting>
    <Skeleton height={24} width="14rem" mt={4} mb={10} />
    <Skeleton height={12} width="20rem" maw="80%" mb={28} />
    <div className={styles.facts}>
      {keys(4).map(key => (
        <Skeleton key={key} height={56} />
      ))}
    </div>
  </Waiting>
);
