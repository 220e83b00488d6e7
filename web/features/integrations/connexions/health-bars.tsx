// Thirty small bars, one a day: height and pattern say what the colour says, and the table stands behind.
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { formatNumber } from '../../../lib/format.ts';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { Day, useNow } from '../../../ui/time.tsx';
import { type DayMark, type HealthDay, healthDays, sayDays } from './days.ts';
import styles from './health-bars.module.css';

const WIDTH = 6;
const GAP = 3;
const HEIGHT = 28;

const Bar = ({ mark }: { mark: DayMark }): ReactNode => {
  switch (mark) {
    case 'reussi':
      return <rect width={WIDTH} height={HEIGHT} rx={1.5} fill="currentColor" />;
    case 'partiel':
      return (
        <>
          <rect
            x={0.75}
            y={0.75}
            width={WIDTH - 1.5}
            height={HEIGHT - 1.5}
            rx={1.5}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
          />
          <rect y={HEIGHT / 2} width={WIDTH} height={HEIGHT / 2} rx={1.5} fill="currentColor" />
        </>
      );
    case 'echoue':
      return (
        <>
          <rect width={WIDTH} height={HEIGHT} rx={1.5} fill="currentColor" />
          <path
            d={`M-1 9L${WIDTH + 1} ${HEIGHT - 9}M${WIDTH + 1} 9L-1 ${HEIGHT - 9}`}
            stroke="var(--mantine-color-body)"
            strokeWidth={2.25}
          />
        </>
      );
    default:
      return <rect y={HEIGHT - 3} width={WIDTH} height={3} rx={1} fill="currentColor" />;
  }
};

/** What these days are days of. */
type Subject = { none: string; many: string; without: string };
const READINGS: Subject = { none: 'Aucune lecture', many: 'Lectures', without: 'sans lecture' };
export const SENDINGS: Subject = { none: 'Aucun envoi', many: 'Envois', without: 'sans envoi' };

const wordOf = (mark: DayMark, { none }: Subject): string =>
  ({ reussi: 'Réussi', partiel: 'En partie', echoue: 'En échec', rien: none })[mark];

const columnsOf = (subject: Subject): Column<HealthDay & { id: string }>[] => [
  { name: 'Jour', heading: true, cell: ({ jour }) => <Day on={jour} /> },
  { name: 'Résultat', cell: ({ mark }) => wordOf(mark, subject) },
  { name: 'Réussies', numeric: true, labelled: true, cell: ({ reussis }) => formatNumber(reussis) },
  { name: 'En partie', numeric: true, labelled: true, cell: ({ partiels }) => formatNumber(partiels) },
  { name: 'En échec', numeric: true, labelled: true, cell: ({ echoues }) => formatNumber(echoues) },
];

type BarsProps = { link: Pick<ErpLink, 'jours' | 'nom'>; detailed?: boolean; subject?: Subject };

export function HealthBars({ link, detailed, subject = READINGS }: BarsProps): ReactNode {
  const days = healthDays(link.jours, useNow());
  const seen = days.filter(({ mark }) => mark !== 'rien').toReversed();
  return (
    <div className={styles.health}>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${days.length * (WIDTH + GAP) - GAP} ${HEIGHT}`}
        role="img"
        aria-label={`30 derniers jours : ${sayDays(days, subject.without)}`}
      >
        {days.map(({ jour, mark }, index) => (
          <g key={jour} className={styles.day} data-mark={mark} transform={`translate(${index * (WIDTH + GAP)})`}>
            <title>{`${jour} : ${wordOf(mark, subject)}`}</title>
            <Bar mark={mark} />
          </g>
        ))}
      </svg>
      <p className={styles.ends} aria-hidden>
        <span>il y a 30 jours</span>
        <span>aujourd’hui</span>
      </p>
      {detailed && (
        <details className={styles.table}>
          <summary>Voir le tableau des jours</summary>
          {seen.length === 0 ? (
            <p className="hub-dim">{subject.none} en 30 jours.</p>
          ) : (
            <DataTable
              caption={`${subject.many} de ${link.nom}, jour par jour`}
              columns={columnsOf(subject)}
              rows={seen.map(day => ({ ...day, id: day.jour }))}
            />
          )}
        </details>
      )}
    </div>
  );
}
