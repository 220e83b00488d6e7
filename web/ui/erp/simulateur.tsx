// Said wherever an ERP is a simulator: what it shows is no real company's.
import type { ReactNode } from 'react';
import styles from './erp.module.css';

export const Simulateur = ({ shown }: { shown: boolean }): ReactNode =>
  shown ? <span className={styles.simulateur}>Simulateur</span> : null;
