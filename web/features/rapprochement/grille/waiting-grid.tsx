import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './grille.module.css';

const ROWS = Array.from({ length: 12 }, (_, rank) => `r${rank}`);
const DAYS = Array.from({ length: 7 }, (_, rank) => `j${rank}`);

/** The grid before it comes: as wide and as high. */
export const WaitingGrid = (): ReactNode => (
  <div className="hub-delayed" role="status" aria-busy="true">
    <span className="hub-hidden">Chargement en cours</span>
    {ROWS.map(row => (
      <div key={row} className={styles.waiting}>
        <Skeleton height={12} width="70%" />
        {DAYS.map(day => (
          <Skeleton key={day} height={12} width="80%" />
        ))}
        <Skeleton height={12} width="60%" />
      </div>
    ))}
  </div>
);
