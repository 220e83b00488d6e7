// Which week, which connexion, everything or what differs alone; and what each mark means, one click from its next cell.

import { NativeSelect, Switch } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatWeek } from '#contract/dates.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Verdict } from '#contract/values.ts';
import { weekAfter } from '../../lib/weeks.ts';
import { spokenName } from '../../ui/erp/link-state.ts';
import { VerdictMark } from '../../ui/erp/verdict/verdict-mark.tsx';
import { countVerdict } from '../../ui/erp/verdict/words.ts';
import styles from './rapprochement.module.css';
import { presentVerdicts, type Totaux } from './words.ts';

const route = getRouteApi('/app/rapprochement');
const CLOSED = { jour: undefined, personne: undefined, externe: undefined };

function Weeks({ semaine }: { semaine: string }): ReactNode {
  const arrow = (weeks: number, label: string, icon: ReactNode) => (
    <Link
      from="/rapprochement"
      to="."
      search={old => ({ ...old, ...CLOSED, semaine: weekAfter(semaine, weeks) })}
      className={styles.arrow}
      aria-label={label}
      resetScroll={false}
    >
      {icon}
    </Link>
  );
  return (
    <nav className={styles.week} aria-label="Semaine">
      {arrow(-1, 'Semaine précédente', <IconChevronLeft size={20} aria-hidden />)}
      <strong>{formatWeek(semaine)}</strong>
      {arrow(1, 'Semaine suivante', <IconChevronRight size={20} aria-hidden />)}
    </nav>
  );
}

type ToolbarProps = { semaine: string; link: ErpLink; links: ErpLink[] };

export function Toolbar({ semaine, link, links }: ToolbarProps): ReactNode {
  const { ecarts } = route.useSearch();
  const navigate = useNavigate({ from: '/rapprochement' });
  const put = (part: { connexion?: string; ecarts?: 'oui' | undefined }) =>
    void navigate({ search: old => ({ ...old, ...CLOSED, ...part }), replace: true, resetScroll: false });
  return (
    <div className={styles.tools}>
      <Weeks semaine={semaine} />
      {links.length > 1 && (
        <NativeSelect
          aria-label="Connexion"
          data={links.map(one => ({ value: one.id, label: spokenName(one) }))}
          value={link.id}
          onChange={event => put({ connexion: event.currentTarget.value })}
        />
      )}
      <Switch
        label="Seulement les écarts"
        checked={ecarts === 'oui'}
        onChange={event => put({ ecarts: event.currentTarget.checked ? 'oui' : undefined })}
      />
    </div>
  );
}

type LegendProps = { totaux: Totaux; onWalk: (verdict: Verdict) => void };

/** Each mark with its count; what needs somebody leads to its next cell. */
export const Legend = ({ totaux, onWalk }: LegendProps): ReactNode => (
  <ul className={styles.legend} aria-label="Ce que disent les cases">
    {presentVerdicts(totaux).map(([verdict, count]) => (
      <li key={verdict}>
        {verdict === 'egal' ? (
          <span className={styles.entry}>
            <VerdictMark verdict={verdict} /> {countVerdict(verdict, count)}
          </span>
        ) : (
          <button
            type="button"
            className={styles.entry}
            title="Aller à la case suivante de cette sorte"
            onClick={() => onWalk(verdict)}
          >
            <VerdictMark verdict={verdict} /> {countVerdict(verdict, count)}
          </button>
        )}
      </li>
    ))}
  </ul>
);
