// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells one walks through is a grid
// People × days: what is equal keeps quiet, what is not stands out. Gestures are heard at its root.

import { type ReactNode, type RefObject, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { joursDe } from '#contract/calendrier.ts';
import { formatShortDay, formatWeek } from '#contract/dates.ts';
import type { Rapprochement } from '#contract/rapprochement.ts';
import { formatCount, formatMinutes, parisDay } from '../../../lib/format.ts';
import { differs } from '../words.ts';
import { dayTotals, firstOf, type Groupe, groupsOf, isWeekendEmpty, keyOf, totalOf } from './grid-rules.ts';
import styles from './grille.module.css';
import { Row, TotalCell } from './row.tsx';
import { cellAt, goTo, useWalk } from './use-walk.ts';

/** From here on, rows out of sight are not laid out. */
const LONG = 60;
/** More than a screen of them: they are there first, the others as soon as nothing else waits. */
const FIRST = 40;

const Head = ({ semaine }: { semaine: string }): ReactNode => {
  const today = parisDay(Date.now());
  return (
    <thead>
      <tr className={styles.head}>
        <th scope="col" className={styles.who}>
          Personne
        </th>
        {joursDe(semaine).map(jour => (
          <th scope="col" key={jour} data-today={jour === today ? '' : undefined}>
            {formatShortDay(jour)}
            {jour === today && <span className="hub-hidden"> (aujourd’hui)</span>}
          </th>
        ))}
        <th scope="col" className={styles.total}>
          Total
        </th>
      </tr>
    </thead>
  );
};

const Group = ({ groupe, opened }: { groupe: Groupe; opened: Opened | undefined }): ReactNode => (
  <tbody data-groupe={groupe.key}>
    <tr className={styles.group}>
      <th scope="rowgroup" colSpan={9}>
        {groupe.titre} <span className="hub-dim">{formatCount(groupe.lignes.length, 'personne', 'personnes')}</span>
      </th>
    </tr>
    {groupe.lignes.map(ligne => (
      <Row key={keyOf(ligne)} ligne={ligne} current={opened?.personne === keyOf(ligne) ? opened.jour : undefined} />
    ))}
  </tbody>
);

const Foot = ({ lignes }: { lignes: Rapprochement['personnes'] }): ReactNode => {
  const totals = useMemo(() => dayTotals(lignes), [lignes]);
  const whole = totalOf(totals);
  return (
    <tfoot>
      <tr className={styles.foot}>
        <th scope="row" className={styles.who}>
          {formatCount(lignes.length, 'personne', 'personnes')}
        </th>
        {totals.map((total, rank) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the seven days
          <td key={rank} className={styles.total} data-differs={differs(total)}>
            {total.minutes > 0 || differs(total) ? <TotalCell total={total} short /> : <span aria-hidden>–</span>}
          </td>
        ))}
        <td className={styles.total} data-differs={differs(whole)}>
          <TotalCell total={whole} />
        </td>
      </tr>
    </tfoot>
  );
};

export type Opened = { personne: string; jour: string };

/** A drawer gives the focus back to its cell; when that cell moved to another group, the focus follows it. */
function useComeBack(root: RefObject<HTMLTableElement | null>, opened: Opened | undefined): void {
  const last = useRef<Opened | undefined>(undefined);
  useEffect(() => {
    const left = last.current;
    last.current = opened;
    if (opened || !left) return;
    const timer = setTimeout(() => {
      const table = root.current;
      if (table && document.activeElement === document.body) goTo(table, cellAt(table, left.personne, left.jour));
    }, 200);
    return () => clearTimeout(timer);
  }, [root, opened]);
}

type GridProps = {
  data: Rapprochement;
  gaps: boolean;
  opened: Opened | undefined;
  erp: string;
  root: RefObject<HTMLTableElement | null>;
  onOpen: (personne: string, jour: string) => void;
};

export function Grid({ data, gaps, opened, erp, root, onOpen }: GridProps): ReactNode {
  const all = useMemo(() => groupsOf(data.personnes, gaps), [data.personnes, gaps]);
  const groups = useDeferredValue(all, firstOf(all, FIRST));
  const narrow = useMemo(() => isWeekendEmpty(data.personnes), [data.personnes]);
  const walk = useWalk(root, onOpen);
  useComeBack(root, opened);
  const whole = totalOf(data.personnes);
  return (
    <table
      ref={root}
      role="grid"
      className={styles.grid}
      data-narrow={narrow ? '' : undefined}
      data-long={data.personnes.length > LONG ? '' : undefined}
      {...walk}
    >
      <caption className="hub-hidden">
        {formatWeek(data.semaine)} : heures validées ici comparées à {erp}, une ligne par personne,{' '}
        {formatMinutes(whole.minutes)} en tout. Flèches pour aller d’une case à l’autre, Entrée pour voir les deux
        côtés.
      </caption>
      <Head semaine={data.semaine} />
      {groups.map(groupe => (
        <Group key={groupe.key} groupe={groupe} opened={opened} />
      ))}
      <Foot lignes={data.personnes} />
    </table>
  );
}
