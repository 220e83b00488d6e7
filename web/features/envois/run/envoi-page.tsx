// The page of one envoi, while it goes and afterwards.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Envoi } from '#contract/export.ts';
import { isOpen } from '../../../lib/envois.ts';
import { useErpLinks } from '../../../lib/erp-links.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import {
  PARTS_ENVOI,
  type PartChoice,
  partsOf,
  sayPeriod,
  stateOfEnvoi,
  sumUp,
  troubleOfEnvoi,
} from '../../../ui/erp/envoi/words.ts';
import { silenceOf } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since, useNow } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { LigneDrawer } from '../lignes/ligne-drawer.tsx';
import { LigneList } from '../lignes/ligne-list.tsx';
import { EnvoiActions } from './envoi-actions.tsx';
import { EnvoiPicture } from './envoi-picture.tsx';
import { useEnvoi } from './use-envoi.ts';

const route = getRouteApi('/app/envois/$id');

const Sentence = ({ envoi }: { envoi: Envoi }): ReactNode => {
  const { state, word } = stateOfEnvoi(envoi);
  const at = envoi.finished_at ?? envoi.started_at ?? envoi.created_at;
  const verb = envoi.finished_at ? 'terminé' : envoi.started_at ? 'commencé' : 'demandé';
  return (
    <>
      <StateMark state={state}>{word}</StateMark> {verb} <Since at={at} spoken />,{' '}
      {envoi.demande_par
        ? `demandé par ${envoi.demande_par}`
        : envoi.demande === 'automatique'
          ? 'automatique'
          : 'demandé à la main'}
    </>
  );
};

/** What stands in the way of it. */
function EnvoiNotice({ envoi }: { envoi: Envoi }): ReactNode {
  const now = useNow();
  const link = useErpLinks().find(({ id }) => id === envoi.link_id);
  const trouble = troubleOfEnvoi(envoi, now);
  if (!trouble) return null;
  const silence = envoi.statut === 'waiting' && envoi.probleme?.mot === 'unavailable' && link && silenceOf(link, now);
  return (
    <Notice state={trouble.state} title={silence || trouble.title}>
      <p>{trouble.phrase}</p>
      {envoi.statut === 'parked' && (
        <Link to="/integrations/$id" params={{ id: envoi.link_id } as never}>
          Rétablir la connexion
        </Link>
      )}
    </Notice>
  );
}

function Content({ envoi }: { envoi: Envoi }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/envois/$id' });
  const put = (next: Partial<typeof search>) =>
    void navigate({ search: { ...search, suite: undefined, ...next }, replace: true, resetScroll: false });
  const chosen = partsOf(envoi).find(({ choice }) => choice === search.etat)?.choice ?? undefined;
  return (
    <>
      <EnvoiNotice envoi={envoi} />
      <EnvoiPicture envoi={envoi} choice={{ chosen, choose: (etat: PartChoice | undefined) => put({ etat }) }} />
      <p>{sumUp(envoi)}</p>
      <LigneList
        caption="Lignes de l’envoi"
        query={{ run_id: envoi.id, ...(search.etat && PARTS_ENVOI[search.etat]) }}
        search={search}
        put={put}
        live={isOpen(envoi)}
      />
      <LigneDrawer
        id={search.ligne}
        onClose={() => void navigate({ search: { ...search, ligne: undefined }, resetScroll: false })}
      />
    </>
  );
}

export function EnvoiPage(): ReactNode {
  const { id } = route.useParams();
  const { data, error, refetch } = useEnvoi(id);
  const allowed = canDoPaie(useMoi());
  return (
    <Page
      title={data ? `Envoi : ${sayPeriod(data)}` : 'Envoi'}
      before={
        <span className="hub-row">
          <Link to="/envois" className="hub-link">
            Envois
          </Link>
          {data && (
            <>
              <span aria-hidden>›</span>
              <Link to="/integrations/$id" params={{ id: data.link_id } as never} className="hub-link">
                {data.link_nom}
              </Link>
            </>
          )}
        </span>
      }
      badge={data && <Simulateur shown={data.simulateur} />}
      sentence={data && <Sentence envoi={data} />}
      action={data && allowed && <EnvoiActions envoi={data} />}
    >
      {error && <Failure error={error} retry={refetch} right="lire les envois" />}
      {!data && !error && <WaitingFacts facts={6} />}
      {data && <Content key={data.id} envoi={data} />}
    </Page>
  );
}
