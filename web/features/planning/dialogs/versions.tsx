import type { ReactNode } from 'react';
import styles from '../planning.module.css';

export type VersionRow = [name: string, mine: string, stored: string];

/** What one wanted beside what stands. */
export const Versions = ({ rows }: { rows: VersionRow[] }): ReactNode => (
  <table className={styles.clash}>
    <caption className="hub-hidden">Votre version et la version enregistrée</caption>
    <thead>
      <tr>
        <th scope="col">Champ</th>
        <th scope="col">Votre version</th>
        <th scope="col">Version enregistrée</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, mine, stored]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{mine}</td>
          <td>{stored}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
