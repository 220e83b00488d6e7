// From the connected account to the first import: the preview, the statuses, the import. What is done is read from the
// hub, so that whoever leaves half-way finds it again.
import { Button } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import type { Import } from '#contract/import.ts';
import { linkQuery } from '../../../lib/erp-links.ts';
import { formatCount } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { importsQuery, keepImport, mappingsQuery, startImport } from '../api.ts';
import { RunNotice } from '../imports/import-page.tsx';
import { isOver, sumUp } from '../imports/run.ts';
import { RunActions } from '../imports/run-actions.tsx';
import { type LinesSearch, RunLines } from '../imports/run-lines.tsx';
import { RunPicture } from '../imports/run-picture.tsx';
import { useRun } from '../imports/use-run.ts';
import { Statuts } from '../statuts/statuts.tsx';
import { Steps } from '../steps.tsx';

const route = getRouteApi('/app/integrations/$id/mise-en-route');

function useStart(link: ErpLink, genre: 'apercu' | 'initial') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => startImport(link.id, genre),
    onSuccess: run => keepImport(client, run),
  });
}

function AskPreview({ link, again }: { link: ErpLink; again: boolean }): ReactNode {
  const { mutate, isPending, error } = useStart(link, 'apercu');
  return (
    <div className="hub-stack">
      {!again && (
        <p>
          L’aperçu lit tout ce que {spokenName(link)} montre, et dit ce qui serait créé, relié ou laissé. Il n’écrit
          rien dans vos chantiers.
        </p>
      )}
      {error && <Failure error={error} />}
      <div>
        <Button
          {...(again ? { variant: 'default', size: 'xs' } : {})}
          loading={isPending}
          leftSection={<IconEye size={16} aria-hidden />}
          onClick={() => mutate()}
        >
          {again ? 'Refaire l’aperçu' : 'Lire l’aperçu'}
        </Button>
      </div>
    </div>
  );
}

function Preview({ link, run }: { link: ErpLink; run: Import }): ReactNode {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/integrations/$id/mise-en-route' });
  const put = (next: LinesSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const admin = isAdministrateur(useMoi());
  const over = isOver(run);
  return (
    <>
      <Section title="L’aperçu" action={admin && (over ? <AskPreview link={link} again /> : <RunActions run={run} />)}>
        <RunNotice run={run} />
        <RunPicture
          run={run}
          choice={{ chosen: search.action, choose: action => put({ ...search, action, suite: undefined }) }}
        />
        {over && <p>{sumUp(run)} Rien n’a été écrit.</p>}
      </Section>
      {over && <RunLines run={run} search={search} put={put} limit={10} />}
    </>
  );
}

function FirstImport({ link, run }: { link: ErpLink; run: Import }): ReactNode {
  const navigate = useNavigate();
  const { data } = useQuery(mappingsQuery(link.id));
  const { mutate, isPending, error } = useStart(link, 'initial');
  const { created, updated, linked } = run.compte;
  const count = created + updated + linked;
  const left = data?.items.filter(({ valeur }) => valeur === null).length ?? 0;
  const start = () =>
    mutate(undefined, {
      onSuccess: ({ id }) => void navigate({ to: '/integrations/imports/$id', params: { id } }),
    });
  return (
    <Section title="Le premier import">
      {left > 0 && (
        <p>
          {formatCount(left, 'statut reste', 'statuts restent')} à relier : leurs chantiers arriveront « Ouverts », et
          changeront d’eux-mêmes quand vous les relierez.
        </p>
      )}
      <p className="hub-dim">L’import pourra être retiré tant que personne n’a travaillé sur ses chantiers.</p>
      {error && <Failure error={error} />}
      <div>
        <Button loading={isPending} onClick={start}>
          {count > 0 ? `Importer ${formatCount(count, 'chantier', 'chantiers')}` : 'Importer'}
        </Button>
      </div>
    </Section>
  );
}

function WithPreview({ link, id }: { link: ErpLink; id: string }): ReactNode {
  const { data: run, error, refetch } = useRun(id);
  const { data: mappings } = useQuery(mappingsQuery(link.id));
  if (error && !run) return <Failure error={error} retry={refetch} />;
  if (!run) return <WaitingFacts facts={6} />;
  const read = run.statut === 'succeeded' || run.statut === 'partial';
  const left = mappings?.items.some(({ valeur }) => valeur === null) ?? true;
  return (
    <>
      <Steps current={!read ? 2 : left ? 3 : 4} />
      <Preview key={run.id} link={link} run={run} />
      {read && (
        <Section title="Les statuts">
          <Statuts link_id={link.id} />
        </Section>
      )}
      {read && <FirstImport link={link} run={run} />}
    </>
  );
}

function Content({ link }: { link: ErpLink }): ReactNode {
  const admin = isAdministrateur(useMoi());
  const previews = useQuery(importsQuery({ link_id: link.id, genre: 'apercu', utiles: 'non', limit: 1 }));
  const firsts = useQuery(importsQuery({ link_id: link.id, genre: 'initial', utiles: 'non', limit: 1 }));
  const first = firsts.data?.items[0];
  const preview = previews.data?.items[0];
  if (!admin)
    return (
      <Notice state="gris" title="Vous n’avez pas ce droit">
        <p>La mise en route d’une connexion est réservée aux administrateurs.</p>
      </Notice>
    );
  if (previews.error) return <Failure error={previews.error} retry={previews.refetch} />;
  if (!previews.data || !firsts.data) return <WaitingFacts facts={6} />;
  if (first && !isOver(first)) return <Navigate to="/integrations/imports/$id" params={{ id: first.id }} replace />;
  if (link.premier_import_at)
    return (
      <Notice state="vert" title="Le premier import est fait">
        <p>
          <Link to="/integrations/$id" params={{ id: link.id }}>
            Aller à la connexion
          </Link>
        </p>
      </Notice>
    );
  if (preview && preview.statut !== 'cancelled') return <WithPreview link={link} id={preview.id} />;
  return (
    <>
      <Steps current={2} />
      <AskPreview link={link} again={false} />
    </>
  );
}

export function SetupPage(): ReactNode {
  const { id } = route.useParams();
  const { data: link, error, refetch } = useQuery(linkQuery(id));
  return (
    <Page
      title="Mise en route"
      before={
        <Link to="/integrations/$id" params={{ id }} className="hub-link">
          {link?.nom ?? 'Connexion'}
        </Link>
      }
      badge={link && <Simulateur shown={link.simulateur} />}
      sentence={link && (link.compte ? `${link.nom}, compte ${link.compte}` : link.nom)}
    >
      {error && <Failure error={error} retry={refetch} right="lire les connexions ERP" />}
      {!link && !error && <WaitingFacts facts={6} />}
      {link && <Content link={link} />}
    </Page>
  );
}
