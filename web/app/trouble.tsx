// What is in trouble now: the worst in one line, one click away, and how many others wait behind it. Silent when all is well.
import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { stateOfBackup, tableauQuery } from '../features/tableau-de-bord/api.ts';
import { travauxQuery } from '../features/travaux/api.ts';
import { useErpLinks } from '../lib/erp-links.ts';
import { formatCount } from '../lib/format.ts';
import { isAdministrateur, useMoi } from '../lib/session.ts';
import { isTroubled, silenceOf, spokenName, stateOfLink } from '../ui/erp/link-state.ts';
import { type State, StateShape } from '../ui/state-mark.tsx';
import { useNow } from '../ui/time.tsx';
import styles from './layout.module.css';

type Line = { key: string; state: State; sentence: string; link: LinkProps };

const lineOfLink = (link: ErpLink, now: number): Line => {
  const { state, sentence } = stateOfLink(link, now);
  const who = spokenName(link);
  return {
    key: link.id,
    state,
    sentence: silenceOf(link, now, who) ?? `${who} : ${sentence}`,
    link: { to: '/integrations/$id', params: { id: link.id } },
  };
};

function useLines(): Line[] {
  const moi = useMoi();
  const now = useNow();
  const links = useErpLinks();
  const { data } = useQuery({ ...tableauQuery, enabled: isAdministrateur(moi) });
  const travaux = useQuery({ ...travauxQuery, enabled: isAdministrateur(moi) }).data?.items.length ?? 0;
  if (!isAdministrateur(moi)) return [];
  const backup = data?.sauvegarde ? stateOfBackup(data.sauvegarde, now) : null;
  const lines: Line[] = links.filter(isTroubled).map(link => lineOfLink(link, now));
  if (backup && backup.state !== 'vert') lines.push({ key: 'sauvegarde', ...backup, link: { to: '/' } });
  if (travaux > 0)
    lines.push({
      key: 'travaux',
      state: 'rouge',
      sentence: formatCount(travaux, 'travail en échec à relancer', 'travaux en échec à relancer'),
      link: { to: '/travaux-echoues' },
    });
  // What is red comes first; among equals, the order above.
  return lines.toSorted((a, b) => Number(b.state === 'rouge') - Number(a.state === 'rouge'));
}

export function Trouble(): ReactNode {
  const [first, ...others] = useLines();
  return (
    <div className={styles.trouble} role="status">
      {first && (
        <Link {...first.link} data-state={first.state}>
          <StateShape state={first.state} />
          <span>{first.sentence}</span>
        </Link>
      )}
      {first && others.length > 0 && (
        <Link to="/" className={styles.others} data-state={first.state}>
          {`+\u00a0${others.length}`}
          <span className="hub-hidden"> {others.length < 2 ? 'autre à regarder' : 'autres à regarder'}</span>
        </Link>
      )}
    </div>
  );
}
