// One function per request of the people of an ERP.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Page } from '#contract/page.ts';
import type { Personne } from '#contract/personne.ts';
import type {
  LecturePersonnes,
  ListPersonnesErp,
  PersonneErp,
  PersonnesErpImportees,
  SetPersonneErp,
} from '#contract/personne-erp.ts';
import { api } from '../../../lib/api.ts';
import { renewEnvois } from '../../../lib/envois.ts';
import { linkPath } from '../../../lib/erp-links.ts';

const ROOT = '/api/v1/personnes-erp';
const BUSY_MS = 3000;

export const personnesErpQuery = (query: Partial<ListPersonnesErp> & { link_id: string }) =>
  queryOptions({
    queryKey: ['personnes-erp', 'liste', query],
    queryFn: ({ signal }) => api<Page<PersonneErp>>('GET', ROOT, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const lectureQuery = (link_id: string) =>
  queryOptions({
    queryKey: ['personnes-erp', 'lecture', link_id],
    queryFn: ({ signal }) => api<LecturePersonnes>('GET', `${linkPath(link_id)}/personnes`, { signal }),
    refetchInterval: known => (known.state.data?.en_cours ? BUSY_MS : false),
  });
export const askLecture = (link_id: string) => api<void>('POST', `${linkPath(link_id)}/personnes`);

export const setPersonneErp = ({ id, version }: PersonneErp, body: SetPersonneErp) =>
  api<PersonneErp>('PATCH', `${ROOT}/${encodeURIComponent(id)}`, { body, version });

/** `key` with the real one alone: a trial writes nothing. */
export const importPersonnes = (ids: string[], { essai, key }: { essai: boolean; key: string }) =>
  api<PersonnesErpImportees>('POST', `${ROOT}/import`, { body: { essai, ids }, key });

export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['personnes', 'candidats', q],
    queryFn: ({ signal }) =>
      api<Page<Personne>>('GET', '/api/v1/personnes', { query: { q, active: 'true', limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });

/** Whoever is linked lets hours go that waited for him. */
export async function renewPersonnes(client: QueryClient): Promise<void> {
  void renewEnvois(client);
  void client.invalidateQueries({ queryKey: ['erp-links'] });
  await client.invalidateQueries({ queryKey: ['personnes-erp'] });
}
