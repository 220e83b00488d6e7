// Validated here = present over there, or here is why: a week of everybody's days, compared with the ERP.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useRef } from 'react';
import { ajouterJours, semaineDe } from '#contract/calendrier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Rapprochement } from '#contract/rapprochement.ts';
import { reglagesQuery } from '../../lib/envois.ts';
import { canReadErp, linksQuery } from '../../lib/erp-links.ts';
import { parisDay } from '../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { spokenName } from '../../ui/erp/link-state.ts';
import { Empty, Failure, Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { rapprochementQuery } from './api.ts';
import { CellDrawer } from './cellule/cell-drawer.tsx';
import { CompareButton, useCompare, WhereItStands } from './compare.tsx';
import { Grid, type Opened } from './grille/grid.tsx';
import { isGap } from './grille/grid-rules.ts';
import { walkTo } from './grille/use-walk.ts';
import { WaitingGrid } from './grille/waiting-grid.tsx';
import { Legend, Toolbar } from './toolbar.tsx';
import { sentenceOf } from './words.ts';

const route = getRouteApi('/app/rapprochement');
const EXTERNAL = 'erp:';

/** Until Wednesday, the week one looks at is the one before: that is what was just validated. */
const usualWeek = (): string => semaineDe(ajouterJours(parisDay(Date.now()), -3));

const takesHours = ({ traits }: ErpLink): boolean => traits.hours !== 'none';

function useOpened(): [Opened | undefined, (opened?: Opened) => void] {
  const { jour, personne, externe } = route.useSearch();
  const navigate = useNavigate({ from: '/rapprochement' });
  const put = useCallback(
    (opened?: Opened) => {
      const known = opened?.personne.startsWith(EXTERNAL) === false;
      const search = {
        jour: opened?.jour,
        personne: known ? opened?.personne : undefined,
        externe: opened && !known ? opened.personne.slice(EXTERNAL.length) : undefined,
      };
      void navigate({ search: old => ({ ...old, ...search }), resetScroll: false });
    },
    [navigate],
  );
  const who = personne ?? (externe ? EXTERNAL + externe : undefined);
  return [jour && who ? { personne: who, jour } : undefined, put];
}

/** Nothing to compare: the first step depends on whether hours leave at all. */
function NoHours({ link }: { link: ErpLink }): ReactNode {
  const { data } = useQuery(reglagesQuery(link.id));
  const erp = spokenName(link);
  if (data && !data.actif)
    return (
      <Empty
        title={`L’envoi des heures à ${erp} n’est pas activé`}
        action={
          <Link to="/integrations/$id" params={{ id: link.id } as never}>
            Ouvrir la connexion
          </Link>
        }
      >
        Une fois l’envoi activé, chaque journée validée apparaîtra ici avec ce que {erp} en contient.
      </Empty>
    );
  return (
    <Empty
      title="Aucune heure à comparer cette semaine"
      action={<Link to="/heures">Voir les heures de la semaine</Link>}
    >
      Les journées apparaissent ici dès qu’elles sont validées, ou dès que {erp} en contient.
    </Empty>
  );
}

type WeekProps = { link: ErpLink; data: Rapprochement; old: boolean };

function Week({ link, data, old }: WeekProps): ReactNode {
  const { ecarts } = route.useSearch();
  const [opened, put] = useOpened();
  const root = useRef<HTMLTableElement>(null);
  const open = useCallback((personne: string, jour: string) => put({ personne, jour }), [put]);
  const none = ecarts === 'oui' && !data.personnes.some(({ jours }) => jours.some(isGap));
  return (
    <>
      {data.personnes.length === 0 ? (
        <NoHours link={link} />
      ) : (
        <div className="hub-stack" style={old ? { opacity: 0.5 } : undefined} aria-busy={old}>
          <Legend totaux={data.totaux} onWalk={verdict => root.current && walkTo(root.current, verdict)} />
          {none ? (
            <Empty title="Aucun écart">Ce qui est validé ici est dans {spokenName(link)}, à la minute près.</Empty>
          ) : (
            <Grid
              data={data}
              gaps={ecarts === 'oui'}
              opened={opened}
              erp={spokenName(link)}
              root={root}
              onOpen={open}
            />
          )}
        </div>
      )}
      <CellDrawer data={data} link={link} opened={opened} onClose={() => put()} />
    </>
  );
}

function Compared({ link, links, semaine }: { link: ErpLink; links: ErpLink[]; semaine: string }): ReactNode {
  const now = useNow();
  const { data, error, refetch, isPlaceholderData } = useQuery(rapprochementQuery({ link_id: link.id, semaine }));
  const compare = useCompare(link.id, semaine);
  return (
    <Page
      title="Rapprochement"
      sentence={data && !isPlaceholderData && sentenceOf(data, now)}
      action={<CompareButton compare={compare} link={link} data={data} />}
    >
      <Toolbar semaine={semaine} link={link} links={links} />
      {error && <Failure error={error} retry={refetch} right="lire le rapprochement des heures" />}
      {!data && !error && <WaitingGrid />}
      {data && (
        <>
          {!isPlaceholderData && <WhereItStands data={data} link={link} compare={compare} />}
          <Week link={link} data={data} old={isPlaceholderData} />
        </>
      )}
    </Page>
  );
}

const Nothing = (): ReactNode => {
  const allowed = isAdministrateur(useMoi());
  return (
    <Empty
      title="Aucune connexion ne reçoit d’heures"
      action={<Link to="/integrations">{allowed ? 'Connecter un ERP' : 'Voir les intégrations'}</Link>}
    >
      {allowed
        ? 'Connectez un ERP qui accepte des heures, puis activez leur envoi : cette page montrera, pour chaque personne et chaque jour, que ce qui est validé ici y est bien.'
        : 'Une fois qu’un administrateur aura connecté un ERP qui accepte des heures, cette page montrera, pour chaque personne et chaque jour, que ce qui est validé ici y est bien.'}
    </Empty>
  );
};

export function RapprochementPage(): ReactNode {
  const allowed = canReadErp(useMoi());
  const { connexion, semaine = usualWeek() } = route.useSearch();
  const { data, error, refetch } = useQuery({ ...linksQuery, enabled: allowed });
  const links = (data?.items ?? []).filter(takesHours);
  const link = links.find(({ id }) => id === connexion) ?? links[0];
  if (link) return <Compared key={link.id} link={link} links={links} semaine={semaine} />;
  return (
    <Page
      title="Rapprochement"
      sentence="Ce qui est validé ici est dans l’ERP, ou la raison pour laquelle il n’y est pas."
    >
      {!allowed && (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>
            Le rapprochement se lit par l’administration, la gestion de la paie et les conducteurs. Un administrateur
            peut changer votre rôle.
          </p>
        </Notice>
      )}
      {allowed && error && <Failure error={error} retry={refetch} right="lire le rapprochement des heures" />}
      {allowed && !data && !error && <WaitingRows rows={10} />}
      {data && <Nothing />}
    </Page>
  );
}
