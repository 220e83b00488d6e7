// The chronologie of one datum as a page: what a support answer links to.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ChronologieQuery } from '#contract/chronologie.ts';
import { formatCount, formatSince } from '../../lib/format.ts';
import { chronologieQuery } from '../../ui/chronologie/api.ts';
import { Chronologie } from '../../ui/chronologie/timeline.tsx';
import { Empty } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { useNow } from '../../ui/time.tsx';

const route = getRouteApi('/app/chronologie');

const sentenceOf = (etapes: readonly { at: string }[], now: number): string => {
  const last = etapes.at(-1);
  return last
    ? `${formatCount(etapes.length, 'étape', 'étapes')} · la dernière ${formatSince(last.at, now)}`
    : 'Rien ne lui est encore arrivé';
};

function Told({ of }: { of: ChronologieQuery }): ReactNode {
  const now = useNow();
  const { data } = useQuery(chronologieQuery(of));
  return (
    <Page
      title={data?.titre ?? 'Chronologie'}
      before={data && <p className="hub-dim">Chronologie</p>}
      sentence={data && sentenceOf(data.etapes, now)}
    >
      <Chronologie of={of} heading="h2" />
    </Page>
  );
}

export function ChronologiePage(): ReactNode {
  const { objet, id } = route.useSearch();
  if (objet && id) return <Told of={{ objet, id }} />;
  return (
    <Page title="Chronologie">
      <Empty title="Choisissez d’abord de quoi">
        La chronologie s’ouvre depuis une ligne d’heures, une ligne d’envoi, une case du rapprochement ou un chantier :
        elle dit ce qui lui est arrivé, de l’ERP au hub et du hub à l’ERP.
      </Empty>
    </Page>
  );
}
