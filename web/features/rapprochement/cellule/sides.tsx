// Here and over there, line by line: what differs is marked by a sign and a weight.
import type { ReactNode } from 'react';
import type { CelluleRapprochement } from '#contract/rapprochement.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { sayTimes } from '../../../ui/erp/envoi/words.ts';
import styles from './cell.module.css';
import { differenceOf, type Ici, isLeaving, type LaBas, type Pair, pairsOf, standsOf, totalsOf } from './pairs.ts';

const Amount = ({ side, wrong }: { side: Ici | LaBas; wrong: boolean }): ReactNode => (
  <>
    <span className={styles.amount} data-wrong={wrong}>
      {wrong && <span aria-hidden>≠ </span>}
      {formatMinutes(side.minutes)}
    </span>
    {sayTimes(side) && <span className="hub-small">{sayTimes(side)}</span>}
  </>
);

const Here = ({ ici }: { ici: Ici | null }): ReactNode => {
  if (!ici) return <span className="hub-dim">Rien</span>;
  const stands = standsOf(ici);
  return (
    <>
      <Amount side={ici} wrong={false} />
      {stands && <span className="hub-small">{stands}</span>}
    </>
  );
};

const There = ({ pair, unread }: { pair: Pair; unread: boolean }): ReactNode => {
  const { la_bas } = pair;
  if (!la_bas)
    return unread ? <span className="hub-dim">Pas encore lu</span> : <span className={styles.none}>Rien</span>;
  const { times, minutes } = differenceOf(pair);
  return (
    <>
      <Amount side={la_bas} wrong={minutes || times || la_bas.en_trop} />
      {la_bas.en_trop && <span className={styles.none}>{la_bas.marque ? 'En trop' : 'Saisie là-bas'}</span>}
    </>
  );
};

const Line = ({ pair, unread }: { pair: Pair; unread: boolean }): ReactNode => {
  const { ici, la_bas } = pair;
  const marque = ici?.marque ?? la_bas?.marque;
  return (
    <tr data-leaving={ici !== null && isLeaving(ici)}>
      <th scope="row">
        <span>{ici?.chantier ?? la_bas?.chantier ?? 'Sans chantier'}</span>
        {marque && <code className="hub-dim">{marque}</code>}
      </th>
      <td>
        <Here ici={ici} />
      </td>
      <td>
        <There pair={pair} unread={unread} />
      </td>
    </tr>
  );
};

type SidesProps = { cell: CelluleRapprochement; erp: string; unread: boolean };

export function Sides({ cell, erp, unread }: SidesProps): ReactNode {
  const pairs = pairsOf(cell);
  if (pairs.length === 0) return null;
  const totals = totalsOf(cell);
  return (
    <table className={styles.sides}>
      <caption className="hub-hidden">Les deux côtés, ligne à ligne</caption>
      <thead>
        <tr>
          <th scope="col">Chantier</th>
          <th scope="col">Ici</th>
          <th scope="col">{erp}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(pair => (
          <Line key={pair.key} pair={pair} unread={unread} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Total</th>
          <td>{formatMinutes(totals.ici)}</td>
          <td>
            {unread ? (
              <span className="hub-dim">?</span>
            ) : (
              <span className={styles.amount} data-wrong={totals.ici !== totals.la_bas}>
                {totals.ici !== totals.la_bas && <span aria-hidden>≠ </span>}
                {formatMinutes(totals.la_bas)}
              </span>
            )}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
