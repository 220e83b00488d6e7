import { Button } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { formatCount } from '../../lib/format.ts';
import { canChangeChantiers, useMoi } from '../../lib/session.ts';
import { OpenChronologie } from '../../ui/chronologie/open-chronologie.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { StatutMark } from '../../ui/statut-chantier.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingAction, WaitingFacts } from '../../ui/waiting.tsx';
import { chantierQuery } from './api.ts';
import { ChantierSheet } from './chantier-sheet.tsx';
import { EditChantier } from './edit-chantier.tsx';
import { ErpOrigin } from './erp/erp-owner.tsx';
import { isEditable } from './statut.ts';
import { StatutActions } from './statut-actions.tsx';

const route = getRouteApi('/app/chantiers/$id');

const Sentence = ({ chantier }: { chantier: Chantier }): ReactNode => (
  <span className="hub-row">
    <span>{chantier.code}</span>
    <StatutMark statut={chantier.statut} />
    <ErpOrigin chantier={chantier} />
    <span>
      {chantier.equipe.length === 0
        ? 'équipe à composer'
        : formatCount(chantier.equipe.length, 'personne', 'personnes')}
    </span>
    <span>
      modifié <Since at={chantier.updated_at} spoken />
    </span>
    <OpenChronologie of={{ objet: 'chantier', id: chantier.id }} about={chantier.nom} />
  </span>
);

export function ChantierPage(): ReactNode {
  const { id } = route.useParams();
  const { vue } = route.useSearch();
  const navigate = useNavigate({ from: '/chantiers/$id' });
  const { data, error, refetch } = useQuery(chantierQuery(id));
  const allowed = canChangeChantiers(useMoi());
  const editable = allowed && data !== undefined && isEditable(data.statut);
  const editing = editable && vue === 'modifier';
  const show = (next?: 'modifier' | 'equipe') => void navigate({ search: { vue: next } });
  return (
    <Page
      title={data?.nom ?? 'Chantier'}
      before={
        <Link to="/chantiers" className="hub-link">
          Chantiers
        </Link>
      }
      sentence={data && <Sentence chantier={data} />}
      action={
        allowed &&
        !editing &&
        (data ? (
          <>
            {!data.erp?.champs.includes('statut') && <StatutActions chantier={data} />}
            {editable && (
              <Button leftSection={<IconEdit size={16} aria-hidden />} onClick={() => show('modifier')}>
                Modifier
              </Button>
            )}
          </>
        ) : (
          !error && <WaitingAction />
        ))
      }
    >
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingFacts facts={12} />}
      {data && editing && <EditChantier chantier={data} onDone={() => show()} />}
      {data && !editing && (
        <ChantierSheet chantier={data} teaming={vue === 'equipe'} onTeam={open => show(open ? 'equipe' : undefined)} />
      )}
    </Page>
  );
}
