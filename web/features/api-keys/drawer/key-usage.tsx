// Thirty days of a key: small bars to see the shape, the table behind for the figures and the reasons.

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { UsageApiKey } from '#contract/api-key.ts';
import { formatDay } from '#contract/dates.ts';
import { REFUS_CLE } from '#contract/values.ts';
import { formatCount, formatNumber, parisDay } from '../../../lib/format.ts';
import { Failure } from '../../../ui/failure.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { usageQuery } from '../api.ts';
import styles from '../api-keys.module.css';
import { type Bar, barsOf } from './usage-bars.ts';

const PIXELS = 56;

const Bars = ({ bars }: { bars: Bar[] }): ReactNode => (
  // The figures are in the table below and in the sentence above: a drawing of them is not read twice.
  <div className={styles.bars} style={{ height: PIXELS }} aria-hidden="true">
    {bars.map(({ jour, acceptees, refusees, share, refused }) => (
      <div key={jour} title={`${formatDay(jour)} : ${acceptees} acceptées, ${refusees} refusées`}>
        <span className={styles.refused} style={{ height: `${refused * 100}%` }} />
        <span className={styles.accepted} style={{ height: `${share * 100}%` }} />
      </div>
    ))}
  </div>
);

const Days = ({ items }: UsageApiKey): ReactNode => (
  <table className={styles.days}>
    <caption className="hub-hidden">Demandes par jour</caption>
    <thead>
      <tr>
        <th scope="col">Jour</th>
        <th scope="col">Acceptées</th>
        <th scope="col">Refusées</th>
      </tr>
    </thead>
    <tbody>
      {items.map(({ jour, acceptees, refusees }) => (
        <tr key={jour}>
          <th scope="row">{formatDay(jour)}</th>
          <td>{formatNumber(acceptees)}</td>
          <td>{refusees.map(({ motif, n }) => `${REFUS_CLE[motif]} : ${formatNumber(n)}`).join(', ') || 'aucune'}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

function Used({ items }: UsageApiKey): ReactNode {
  const bars = barsOf(items, parisDay(Date.now()));
  const sum = (name: 'acceptees' | 'refusees') => bars.reduce((total, bar) => total + bar[name], 0);
  if (items.length === 0) return <p className="hub-dim">Aucune demande en trente jours.</p>;
  return (
    <>
      <p>
        {formatCount(sum('acceptees'), 'demande acceptée', 'demandes acceptées')},{' '}
        {formatCount(sum('refusees'), 'refusée', 'refusées')} en trente jours.
      </p>
      <Bars bars={bars} />
      <details>
        <summary>Jour par jour</summary>
        <Days items={items} />
      </details>
    </>
  );
}

export function KeyUsage({ id }: { id: string }): ReactNode {
  const { data, error, refetch } = useQuery(usageQuery(id));
  return (
    <section className="hub-stack">
      <h3>Utilisation</h3>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={2} />}
      {data && <Used items={data.items} />}
    </section>
  );
}
