// One function per request; what a change makes stale is said beside it.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  ChangeEquipe,
  Chantier,
  Commune,
  CreateChantier,
  ListChantiers,
  UpdateChantier,
} from '#contract/chantier.ts';
import type { Page } from '#contract/page.ts';
import type { Personne } from '#contract/personne.ts';
import type { StatutChantier } from '#contract/values.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/v1/chantiers';
const one = (id: string) => `${ROOT}/${encodeURIComponent(id)}`;

export const chantiersQuery = (query: Partial<ListChantiers>) =>
  queryOptions({
    queryKey: ['chantiers', 'liste', query],
    queryFn: ({ signal }) => api<Page<Chantier>>('GET', ROOT, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const chantierQuery = (id: string) =>
  queryOptions({
    queryKey: ['chantiers', 'fiche', id],
    queryFn: ({ signal }) => api<Chantier>('GET', one(id), { signal }),
  });

export const communesQuery = (q: string) =>
  queryOptions({
    queryKey: ['communes', q],
    queryFn: ({ signal }) => api<{ items: Commune[] }>('GET', '/api/v1/communes', { query: { q }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

/** Who may join a team: active people only. */
export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['personnes', 'candidats', q],
    queryFn: ({ signal }) =>
      api<Page<Personne>>('GET', '/api/v1/personnes', { query: { q, active: 'true', limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });

export const createChantier = (body: CreateChantier) => api<Chantier>('POST', ROOT, { body });
export const updateChantier = ({ id, version }: Chantier, body: UpdateChantier) =>
  api<Chantier>('PATCH', one(id), { body, version });
export const changeStatut = ({ id, version }: Chantier, statut: StatutChantier) =>
  api<Chantier>('POST', `${one(id)}/statut`, { body: { statut }, version });
export const changeEquipe = ({ id, version }: Chantier, membres: ChangeEquipe['membres']) =>
  api<Chantier>('PUT', `${one(id)}/equipe`, { body: { membres }, version });
export const deleteChantier = ({ id, version }: Chantier) => api<void>('DELETE', one(id), { version });

/** Shows the answer of a change at once; lists and counts are read again. */
export function keepChantier(client: QueryClient, chantier: Chantier): void {
  client.setQueryData(chantierQuery(chantier.id).queryKey, chantier);
  void client.invalidateQueries({ queryKey: ['chantiers', 'liste'] });
  void client.invalidateQueries({ queryKey: ['tableau-de-bord'] });
}

export function forgetChantier(client: QueryClient, { id }: Chantier): void {
  client.removeQueries({ queryKey: chantierQuery(id).queryKey });
  void client.invalidateQueries({ queryKey: ['chantiers', 'liste'] });
  void client.invalidateQueries({ queryKey: ['tableau-de-bord'] });
}
