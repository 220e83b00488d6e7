// The page of one reading, while it goes and afterwards.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Import } from '#contract/import.ts';
import { GENRES_IMPORT } from '#contract/values.ts';
import { useErpLinks } from '../../../lib/erp-links.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { silenceOf } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since, useNow } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { isOver, stateOfRun, sumUp, troubleOfRun } from './run.ts';
import { RunActions } from './run-actions.tsx';
import { RunLines } from './run-lines.tsx';
import { RunPicture } from './run-picture.tsx';
import { ShortList } from './short-list.tsx';
import { UndoImport } from './undo-import.tsx';
import { useRun } from './use-run.ts';

const route = getRouteApi('/app/integrations/imports/$id');

const Sentence = ({ run }: { run: Import }): ReactNode => {
  const { state, word } = stateOfRun(run);
  const at = run.finished_at ?? run.started_at ?? run.created_at;
  const verb = run.finished_at ? 'terminé' : run.started_at ? 'commencé' : 'demandé';
  return (
    <>
      <StateMark state={state}>{word}</StateMark> {verb} <Since at={at} spoken />,{' '}
      {run.demande_par ? `demandé par ${run.demande_par}` : 'automatique'}
    </>
  );
};

/** What stands in the way of this reading, or what it still asks of a person. */
export function RunNotice({ run }: { run: Import }): ReactNode {
  const now = useNow();
  const link = useErpLinks().find(({ id }) => id === run.link_id);
  const trouble = troubleOfRun(run);
  if (run.annule_at)
    return (
      <Notice state="gris" title="Cet import a été retiré">
        <p>
          Ses chantiers ont quitté les listes <Since at={run.annule_at} spoken />.
        </p>
      </Notice>
    );
  if (run.question && !isOver(run)) return <ShortList run={run} question={run.question} />;
  if (!trouble) return null;
  return (
    <Notice state={trouble.state} title={(run.statut === 'waiting' && link && silenceOf(link, now)) || trouble.title}>
      <p>{trouble.phrase}</p>
      {run.statut === 'parked' && (
        <Link to="/integrations/$id" params={{ id: run.link_id } as never}>
          Rétablir la connexion
        </Link>
      )}
    </Notice>
  );
}

function Content({ run }: { run: Import }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/integrations/imports/$id' });
  const admin = isAdministrateur(useMoi());
  const put = (next: typeof search) => void navigate({ search: next, replace: true, resetScroll: false });
  const written = run.genre !== 'apercu' && run.compte.created + run.compte.updated + run.compte.linked > 0;
  return (
    <>
      <RunNotice run={run} />
      <RunPicture
        run={run}
        choice={{ chosen: search.action, choose: action => put({ ...search, action, suite: undefined }) }}
      />
      {isOver(run) && (
        <p>
          {sumUp(run)} {written && !run.annule_at && <Link to="/chantiers">Voir les chantiers</Link>}
        </p>
      )}
      <RunLines run={run} search={search} put={put} />
      {run.annulable && admin && <UndoImport run={run} />}
    </>
  );
}

export function ImportPage(): ReactNode {
  const { id } = route.useParams();
  const { data, error, refetch } = useRun(id);
  const admin = isAdministrateur(useMoi());
  return (
    <Page
      title={data ? GENRES_IMPORT[data.genre] : 'Lecture de l’ERP'}
      before={
        <span className="hub-row">
          <Link to="/integrations" className="hub-link">
            Intégrations
          </Link>
          {data && (
            <>
              <span aria-hidden>›</span>
              <Link to="/integrations/$id" params={{ id: data.link_id }} className="hub-link">
                {data.link_nom}
              </Link>
            </>
          )}
        </span>
      }
      badge={data && <Simulateur shown={data.simulateur} />}
      sentence={data && <Sentence run={data} />}
      action={data && admin && !isOver(data) && <RunActions run={data} />}
    >
      {error && <Failure error={error} retry={refetch} right="lire les imports" />}
      {!data && !error && <WaitingFacts facts={6} />}
      {data && <Content run={data} />}
    </Page>
  );
}
