// One function per request of the integrations; what a change makes stale is said beside it.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Chantier } from '#contract/chantier.ts';
import type {
  ConnectErpLink,
  Connecteur,
  ErpAccountSeen,
  ErpLink,
  ReconnectErpLink,
  TestErpLink,
  UpdateErpLink,
} from '#contract/erp-link.ts';
import type { Import, LigneImport, ListImports, ListLignes, StartImport } from '#contract/import.ts';
import type { Mapping } from '#contract/mapping.ts';
import type { Page } from '#contract/page.ts';
import type { StatutChantier } from '#contract/values.ts';
import { api } from '../../lib/api.ts';
import { LINKS, linkPath, linkQuery, linksQuery } from '../../lib/erp-links.ts';

const IMPORTS = '/api/v1/imports';
const MAPPINGS = '/api/v1/mappings';
export const importPath = (id: string): string => `${IMPORTS}/${encodeURIComponent(id)}`;

/** What the program knows to speak to: changes with a new version only. */
export const connecteursQuery = queryOptions({
  queryKey: ['connecteurs'],
  queryFn: ({ signal }) => api<{ items: Connecteur[] }>('GET', '/api/v1/connecteurs', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const testLink = (body: TestErpLink) => api<ErpAccountSeen>('POST', `${LINKS}/test`, { body });
export const connectLink = (body: ConnectErpLink) => api<ErpLink>('POST', LINKS, { body });
export const updateLink = ({ id, version }: ErpLink, body: UpdateErpLink) =>
  api<ErpLink>('PATCH', linkPath(id), { body, version });
export const retireLink = ({ id }: ErpLink) => api<void>('DELETE', linkPath(id));
export const reconnectLink = ({ id }: ErpLink, body: ReconnectErpLink) =>
  api<ErpLink>('POST', `${linkPath(id)}/reconnexion`, { body });
export const pauseLink = ({ id }: ErpLink) => api<ErpLink>('POST', `${linkPath(id)}/pause`);
export const resumeLink = ({ id }: ErpLink) => api<ErpLink>('POST', `${linkPath(id)}/reprise`);

export const startImport = (link_id: string, genre: StartImport['genre']) =>
  api<Import>('POST', `${linkPath(link_id)}/imports`, { body: { genre } });

export const importsQuery = (query: Partial<ListImports>) =>
  queryOptions({
    queryKey: ['imports', 'liste', query],
    queryFn: ({ signal }) => api<Page<Import>>('GET', IMPORTS, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'fiche', id],
    queryFn: ({ signal }) => api<Import>('GET', importPath(id), { signal }),
  });

export const lignesQuery = (id: string, query: Partial<ListLignes>) =>
  queryOptions({
    queryKey: ['imports', 'lignes', id, query],
    queryFn: ({ signal }) => api<Page<LigneImport>>('GET', `${importPath(id)}/lignes`, { query, signal }),
    placeholderData: keepPreviousData,
  });

export type ImportStep = 'pause' | 'reprise' | 'annulation' | 'retrait';
export const stepImport = (id: string, step: ImportStep) => api<Import>('POST', `${importPath(id)}/${step}`);
export const answerImport = (id: string, reponse: 'confirmer' | 'ignorer') =>
  api<Import>('POST', `${importPath(id)}/reponse`, { body: { reponse } });

export const mappingsQuery = (link_id: string) =>
  queryOptions({
    queryKey: ['mappings', link_id],
    queryFn: ({ signal }) => api<{ items: Mapping[] }>('GET', MAPPINGS, { query: { link_id }, signal }),
  });
export const setMapping = ({ id, version }: Mapping, valeur: StatutChantier | null) =>
  api<Mapping>('PATCH', `${MAPPINGS}/${encodeURIComponent(id)}`, { body: { valeur }, version });

export function keepLink(client: QueryClient, link: ErpLink): void {
  client.setQueryData(linkQuery(link.id).queryKey, link);
  void client.invalidateQueries({ queryKey: linksQuery.queryKey });
}

/** A run that moved: its connexion, the lists of runs and the chantiers may all have changed with it. */
export function keepImport(client: QueryClient, run: Import): void {
  client.setQueryData(importQuery(run.id).queryKey, run);
  void client.invalidateQueries({ queryKey: ['imports', 'liste'] });
  void client.invalidateQueries({ queryKey: ['erp-links'] });
}

export const chantiersFoundQuery = (q: string) =>
  queryOptions({
    queryKey: ['chantiers', 'trouves', q],
    queryFn: ({ signal }) => api<Page<Chantier>>('GET', '/api/v1/chantiers', { query: { q, limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });
export const chantierNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['chantiers', 'nom', id],
    queryFn: ({ signal }) => api<Chantier>('GET', `/api/v1/chantiers/${encodeURIComponent(id)}`, { signal }),
  });

/** Chantiers came, changed or left. */
export function renewChantiers(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['chantiers'] });
  void client.invalidateQueries({ queryKey: ['tableau-de-bord'] });
}
