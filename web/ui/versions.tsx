// The same thing twice: as this screen has it, and as the hub has it. Stacked on a phone.
import type { ReactNode } from 'react';
import styles from './versions.module.css';

export type DeuxVersions = { key: string; where: ReactNode; here: ReactNode; there: ReactNode };
type VersionsProps = { caption: string; what?: string; here: string; there: string; rows: readonly DeuxVersions[] };

export const Versions = ({ caption, what = 'Ligne', here, there, rows }: VersionsProps): ReactNode => (
  <table className={styles.versions}>
    <caption className="hub-hidden">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col">{here}</th>
        <th scope="col">{there}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(row => (
        <tr key={row.key}>
          <th scope="row">{row.where}</th>
          <td data-label={here}>{row.here}</td>
          <td data-label={there}>{row.there}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
