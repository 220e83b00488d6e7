// What leaves for the ERP: by week, what waits for somebody, run by run, and what is to be carried over by hand.
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLinkProps, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ajouterJours, semaineDe } from '#contract/calendrier.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import { lignesEnvoiQuery, regularisationsQuery } from '../../lib/envois.ts';
import { canReadErp, linksQuery } from '../../lib/erp-links.ts';
import { formatNumber, parisDay } from '../../lib/format.ts';
import { useMoi } from '../../lib/session.ts';
import { SendNow } from '../../ui/erp/envoi/send-now.tsx';
import { isTroubled, spokenName, stateOfLink } from '../../ui/erp/link-state.ts';
import { Empty, Failure, Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import styles from './envois.module.css';
import { LigneDrawer } from './lignes/ligne-drawer.tsx';
import { LigneList } from './lignes/ligne-list.tsx';
import { Regularisations } from './views/regularisations.tsx';
import { Runs } from './views/runs.tsx';
import { Semaine } from './views/semaine.tsx';

const route = getRouteApi('/app/envois');
/** A tab says how many, up to this. */
const COUNTED = 50;

/** Until Wednesday, the week one looks at is the one before: that is what was just validated. */
const usualWeek = (): string => semaineDe(ajouterJours(parisDay(Date.now()), -3));

const sayCount = (page: { items: unknown[]; next_cursor: string | null } | undefined): string => {
  if (!page || page.items.length === 0) return '';
  return page.next_cursor ? `${COUNTED}\u00a0et plus` : formatNumber(page.items.length);
};

type TabProps = { search: object; current: boolean; name: string; count: string };

/** The router knows a page by its path alone: which view of it is current is said here. */
function Tab({ search, current, name, count }: TabProps): ReactNode {
  const props = useLinkProps({ to: '/envois', search: search as never, resetScroll: false, className: styles.tab });
  return (
    <a {...props} aria-current={current ? 'page' : undefined}>
      {name}
      {count && <span className="hub-dim">{count}</span>}
    </a>
  );
}

function Tabs({ connexion }: { connexion: string | undefined }): ReactNode {
  const { vue, semaine } = route.useSearch();
  const waiting = useQuery(lignesEnvoiQuery({ a_voir: 'oui', link_id: connexion, limit: COUNTED }));
  const gaps = useQuery(regularisationsQuery({ reportee: 'non', link_id: connexion, limit: COUNTED }));
  const tab = (key: typeof vue, name: string, count = '') => (
    <Tab
      search={{ vue: key, connexion, ...(key === undefined ? { semaine } : {}) }}
      current={vue === key}
      name={name}
      count={count}
    />
  );
  return (
    <nav className={styles.tabs} aria-label="Vues des envois">
      {tab(undefined, 'Par semaine')}
      {tab('lignes', 'À regarder', sayCount(waiting.data))}
      {tab('envois', 'Envois')}
      {tab('regularisations', 'Régularisations', sayCount(gaps.data))}
    </nav>
  );
}

function ToLookAt(): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/envois' });
  return (
    <LigneList
      caption="Lignes à regarder"
      query={{ a_voir: 'oui', link_id: search.connexion }}
      search={{ q: search.q, suite: search.suite, ligne: search.ligne }}
      put={next =>
        void navigate({
          search: { ...search, suite: undefined, ...next, etat: undefined } as never,
          replace: true,
          resetScroll: false,
        })
      }
      nothing={<Empty title="Rien à regarder">Aucune ligne n’est refusée, en doute ni à relier.</Empty>}
    />
  );
}

/** What is seen may be old, and nothing leaves, while a connexion is in trouble. */
const Troubles = ({ links }: { links: ErpLink[] }): ReactNode => {
  const now = useNow();
  return links.filter(isTroubled).map(link => (
    <Notice key={link.id} state="ambre" title={`${spokenName(link)} : ${stateOfLink(link, now).sentence}`}>
      <p>
        Ce qui est montré est ce que le hub sait. Rien n’est perdu : les heures partiront dès que l’ERP répondra.{' '}
        <Link to="/integrations/$id" params={{ id: link.id } as never}>
          Voir la connexion
        </Link>
      </p>
    </Notice>
  ));
};

function Content({ links }: { links: ErpLink[] }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/envois' });
  const { vue, connexion, semaine = usualWeek() } = search;
  return (
    <>
      <Troubles links={links} />
      <Tabs connexion={connexion} />
      {links.length > 1 && (
        <NativeSelect
          label="Connexion"
          maw="20rem"
          data={[{ value: '', label: 'Toutes' }, ...links.map(link => ({ value: link.id, label: spokenName(link) }))]}
          value={connexion ?? ''}
          onChange={event =>
            void navigate({
              search: { ...search, connexion: event.currentTarget.value || undefined, suite: undefined },
              replace: true,
            })
          }
        />
      )}
      {vue === undefined && <Semaine semaine={semaine} />}
      {vue === 'lignes' && <ToLookAt />}
      {vue === 'envois' && <Runs several={links.length > 1} />}
      {vue === 'regularisations' && <Regularisations />}
      <LigneDrawer
        id={search.ligne}
        onClose={() => void navigate({ search: { ...search, ligne: undefined }, resetScroll: false })}
      />
    </>
  );
}

function Refused(): ReactNode {
  return (
    <Notice state="gris" title="Vous n’avez pas ce droit">
      <p>
        Les envois vers l’ERP se lisent par l’administration, la gestion de la paie et les conducteurs. Un
        administrateur peut changer votre rôle.
      </p>
    </Notice>
  );
}

export function EnvoisPage(): ReactNode {
  const allowed = canReadErp(useMoi());
  const { data, error, refetch } = useQuery({ ...linksQuery, enabled: allowed });
  const links = data?.items ?? [];
  return (
    <Page
      title="Envois"
      sentence="Les heures validées, une seule fois dans l’ERP, ou la raison pour laquelle elles n’y sont pas."
      action={links.length > 0 && <SendNow links={links} />}
    >
      {!allowed && <Refused />}
      {allowed && error && <Failure error={error} retry={refetch} right="lire les envois" />}
      {allowed && !data && !error && <WaitingRows rows={10} />}
      {data && links.length === 0 && (
        <Empty title="Aucun ERP n’est connecté" action={<Link to="/integrations">Voir les intégrations</Link>}>
          Une fois un ERP connecté et l’envoi des heures activé, vous verrez ici ce qui y est arrivé, par personne et
          par semaine.
        </Empty>
      )}
      {links.length > 0 && <Content links={links} />}
    </Page>
  );
}
