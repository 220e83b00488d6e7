import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { CleDePersonne } from '#contract/api-key.ts';
import type { Page } from '#contract/page.ts';
import type {
  ConservationPersonne,
  CreatePersonne,
  Invitations,
  ItemLotPersonnes,
  LienPersonne,
  ListPersonnes,
  Personne,
  ResultatLotPersonnes,
  UpdatePersonne,
} from '#contract/personne.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/v1/personnes';
const one = (id: string) => `${ROOT}/${encodeURIComponent(id)}`;

export const personnesQuery = (query: Partial<z.infer<typeof ListPersonnes>>) =>
  queryOptions({
    queryKey: ['personnes', 'liste', query],
    queryFn: ({ signal }) => api<Page<Personne>>('GET', ROOT, { query, signal }),
    placeholderData: keepPreviousData,
  });

/** As many as one batch of invitations takes. */
const MAX_INVITED = 500;

/** Active people who can be reached, by name: whoever could be invited. */
export const reachableQuery = queryOptions({
  queryKey: ['personnes', 'liste', 'joignables'],
  queryFn: async ({ signal }) => {
    const found: Personne[] = [];
    let cursor: string | undefined;
    do {
      const query = { active: 'true', limit: 200, cursor };
      const page: Page<Personne> = await api('GET', ROOT, { query, signal });
      found.push(...page.items.filter(({ email, telephone }) => email !== null || telephone !== null));
      cursor = page.next_cursor ?? undefined;
    } while (cursor && found.length < MAX_INVITED);
    return found.slice(0, MAX_INVITED);
  },
});

export const personneQuery = (id: string) =>
  queryOptions({
    queryKey: ['personnes', 'fiche', id],
    queryFn: ({ signal }) => api<Personne>('GET', one(id), { signal }),
  });

/** For an administrateur only. */
export const clesQuery = (id: string) =>
  queryOptions({
    queryKey: ['personnes', 'cles', id],
    queryFn: ({ signal }) => api<{ items: CleDePersonne[] }>('GET', `${one(id)}/cles`, { signal }),
  });

const suspension = ({ id }: CleDePersonne) => `/api/v1/cles/${encodeURIComponent(id)}/suspension`;
export const suspendCle = (cle: CleDePersonne, motif: string) =>
  api<CleDePersonne>('POST', suspension(cle), { body: { motif } });
export const reinstateCle = (cle: CleDePersonne) => api<CleDePersonne>('DELETE', suspension(cle));

/** What the key may do an hour, from the version that was read. */
export const changeLimite = ({ id, version }: CleDePersonne, rate_limit_max: number) =>
  api<CleDePersonne>('PUT', `/api/v1/cles/${encodeURIComponent(id)}/limite`, { body: { rate_limit_max }, version });

export const createPersonne = (body: CreatePersonne) => api<Personne>('POST', ROOT, { body });
export const updatePersonne = ({ id, version }: Personne, body: UpdatePersonne) =>
  api<Personne>('PATCH', one(id), { body, version });
export const changeActive = ({ id, version }: Personne, active: boolean) =>
  api<Personne>('POST', `${one(id)}/activation`, { body: { active }, version });
/** The secret of the link is in this answer and nowhere else. */
export const createLien = ({ id }: Personne) => api<LienPersonne>('POST', `${one(id)}/lien`);

/** `essai`: what would happen, without a trace. */
export const sendLot = (items: ItemLotPersonnes[], essai: boolean) =>
  api<ResultatLotPersonnes>('POST', `${ROOT}/lot`, { body: { items, essai } });
/** The secrets of the links are in this answer and nowhere else. */
export const invitePersonnes = (personne_ids: string[]) =>
  api<Invitations>('POST', `${ROOT}/invitations`, { body: { personne_ids } });
export const erasePersonne = ({ id, version }: Personne, motif: string) =>
  api<Personne>('POST', `${one(id)}/effacement`, { body: { motif }, version });

/** For an administrateur only; of erased people too. */
export const conservationQuery = (id: string) =>
  queryOptions({
    queryKey: ['personnes', 'conservation', id],
    queryFn: ({ signal }) => api<ConservationPersonne>('GET', `${one(id)}/conservation`, { signal }),
  });
/** `motif` null: lifts it. */
export const retainPersonne = (id: string, motif: string | null) =>
  api<ConservationPersonne>('POST', `${one(id)}/conservation`, { body: { motif } });

/** Shows the answer of a change at once; lists, candidates and counts are read again. */
export function keepPersonne(client: QueryClient, personne: Personne): void {
  client.setQueryData(personneQuery(personne.id).queryKey, personne);
  void client.invalidateQueries({ queryKey: ['personnes', 'liste'] });
  void client.invalidateQueries({ queryKey: ['personnes', 'candidats'] });
  void client.invalidateQueries({ queryKey: ['tableau-de-bord'] });
}
