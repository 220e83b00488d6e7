// The requests on variables, shared by the month of pay and the week of hours; what a change makes stale is said once.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Chantier } from '#contract/chantier.ts';
import type { Page } from '#contract/page.ts';
import type { CreateVariable, Rubrique, UpdateVariable, VariablePaie } from '#contract/paie.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/v1';
const VARIABLES = `${ROOT}/variables-paie`;

const PAGE = 200;
/** A person's month is some two hundred lines; a company's corrections of a month, rarely as many. */
const MAX_PAGES = 5;

/** All of a list that a screen shows whole. */
export async function allPages<T>(path: string, query: Record<string, string>, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < MAX_PAGES; n++) {
    const page: Page<T> = await api('GET', path, { query: { ...query, limit: PAGE, cursor }, signal });
    found.push(...page.items);
    if (!page.next_cursor) break;
    cursor = page.next_cursor;
  }
  return found;
}

export type Portee = { personne_id: string; du: string; au: string };
export const variablesQuery = (portee: Portee) =>
  queryOptions({
    queryKey: ['paie', 'variables', portee],
    queryFn: ({ signal }) => allPages<VariablePaie>(VARIABLES, portee, signal),
  });

export const rubriquesQuery = queryOptions({
  queryKey: ['paie', 'rubriques'],
  queryFn: async ({ signal }) => (await api<{ items: Rubrique[] }>('GET', `${ROOT}/rubriques`, { signal })).items,
});

export const chantiersQuery = (q: string) =>
  queryOptions({
    queryKey: ['paie', 'chantiers', q],
    queryFn: ({ signal }) => api<Page<Chantier>>('GET', `${ROOT}/chantiers`, { query: { q, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });

const one = (id: string) => `${VARIABLES}/${encodeURIComponent(id)}`;
export const createVariable = (body: CreateVariable) => api<VariablePaie>('POST', VARIABLES, { body });
export const updateVariable = ({ id, version }: VariablePaie, body: UpdateVariable) =>
  api<VariablePaie>('PATCH', one(id), { body, version });
export const deleteVariable = ({ id, version }: VariablePaie) => api<void>('DELETE', one(id), { version });

/** Quantities follow each other: after a change, all of pay is read again. */
export const forgetPaie = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: ['paie'] });
