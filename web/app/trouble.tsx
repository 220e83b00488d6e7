// What is in trouble now: one line, one click away. Silent when all is well.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { stateOfBackup, tableauQuery } from '../features/tableau-de-bord/api.ts';
import { isAdministrateur, useMoi } from '../lib/session.ts';
import { StateShape } from '../ui/state-mark.tsx';
import { useNow } from '../ui/time.tsx';
import styles from './layout.module.css';

export function Trouble(): ReactNode {
  const moi = useMoi();
  const now = useNow();
  const { data } = useQuery({ ...tableauQuery, enabled: isAdministrateur(moi) });
  const backup = data?.sauvegarde ? stateOfBackup(data.sauvegarde, now) : null;
  return (
    <div className={styles.trouble} role="status">
      {backup && backup.state !== 'vert' && (
        <Link to="/" data-state={backup.state}>
          <StateShape state={backup.state} />
          <span>{backup.sentence}</span>
        </Link>
      )}
    </div>
  );
}
