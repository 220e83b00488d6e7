// What leaves for an ERP, asked for by several pages: the connexions, the envois, the hours.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  Envoi,
  HistoriqueLigne,
  LigneEnvoi,
  ListEnvois,
  ListLignesEnvoi,
  ListRegularisationsErp,
  ReglagesEnvoi,
  RegularisationErp,
  SanteEnvois,
  SemaineEnvois,
  SetReglagesEnvoi,
  StartEnvoi,
} from '#contract/export.ts';
import type { Page } from '#contract/page.ts';
import { api } from './api.ts';
import { linkPath } from './erp-links.ts';

const ROOT = '/api/v1/exports';
const LIGNES = '/api/v1/lignes-envoi';
const REGULARISATIONS = '/api/v1/regularisations-erp';
export const envoiPath = (id: string): string => `${ROOT}/${encodeURIComponent(id)}`;
const lignePath = (id: string): string => `${LIGNES}/${encodeURIComponent(id)}`;
const BUSY_MS = 4000;

export const isOpen = ({ statut }: Pick<Envoi, 'statut'>): boolean =>
  statut === 'waiting' || statut === 'running' || statut === 'paused' || statut === 'parked';

export const reglagesQuery = (link_id: string) =>
  queryOptions({
    queryKey: ['envois', 'reglages', link_id],
    queryFn: ({ signal }) => api<ReglagesEnvoi>('GET', `${linkPath(link_id)}/envoi-heures`, { signal }),
  });
export const santeEnvoisQuery = (link_id: string) =>
  queryOptions({
    queryKey: ['envois', 'sante', link_id],
    queryFn: ({ signal }) => api<SanteEnvois>('GET', `${linkPath(link_id)}/envoi-heures/sante`, { signal }),
    refetchInterval: known => (known.state.data?.envoi_en_cours ? BUSY_MS : false),
  });
export const setReglages = ({ link_id, version }: ReglagesEnvoi, body: SetReglagesEnvoi) =>
  api<ReglagesEnvoi>('PUT', `${linkPath(link_id)}/envoi-heures`, { body, version });

export const envoisQuery = (query: Partial<ListEnvois>) =>
  queryOptions({
    queryKey: ['envois', 'liste', query],
    queryFn: ({ signal }) => api<Page<Envoi>>('GET', ROOT, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: known => (known.state.data?.items.some(isOpen) ? BUSY_MS : false),
  });
export const envoiQuery = (id: string) =>
  queryOptions({
    queryKey: ['envois', 'fiche', id],
    queryFn: ({ signal }) => api<Envoi>('GET', envoiPath(id), { signal }),
  });
/** `key`: the same request sent again is one run. */
export const startEnvoi = (body: Omit<StartEnvoi, 'objet'>, key: string) =>
  api<Envoi>('POST', ROOT, { body: { ...body, objet: 'heures' }, key });
export type EnvoiStep = 'pause' | 'reprise' | 'annulation' | 'relance';
export const stepEnvoi = (id: string, step: EnvoiStep) => api<Envoi>('POST', `${envoiPath(id)}/${step}`);

export const lignesEnvoiQuery = (query: Partial<ListLignesEnvoi>) =>
  queryOptions({
    queryKey: ['envois', 'lignes', query],
    queryFn: ({ signal }) => api<Page<LigneEnvoi>>('GET', LIGNES, { query, signal }),
    placeholderData: keepPreviousData,
  });
export const ligneQuery = (id: string) =>
  queryOptions({
    queryKey: ['envois', 'ligne', id],
    queryFn: ({ signal }) => api<LigneEnvoi>('GET', lignePath(id), { signal }),
  });
export const historiqueQuery = (id: string) =>
  queryOptions({
    queryKey: ['envois', 'ligne', id, 'historique'],
    queryFn: ({ signal }) => api<HistoriqueLigne>('GET', `${lignePath(id)}/historique`, { signal }),
  });
export const retryLigne = (id: string) => api<LigneEnvoi>('POST', `${lignePath(id)}/relance`);
export const ignoreLigne = (id: string, note: string) =>
  api<LigneEnvoi>('POST', `${lignePath(id)}/ignorer`, { body: { note } });

export const semaineEnvoisQuery = (query: { semaine: string; link_id?: string | undefined }) =>
  queryOptions({
    queryKey: ['envois', 'semaine', query],
    queryFn: ({ signal }) => api<SemaineEnvois>('GET', '/api/v1/envois/semaine', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const regularisationsQuery = (query: Partial<ListRegularisationsErp>) =>
  queryOptions({
    queryKey: ['envois', 'regularisations', query],
    queryFn: ({ signal }) => api<Page<RegularisationErp>>('GET', REGULARISATIONS, { query, signal }),
    placeholderData: keepPreviousData,
  });
export const reportRegularisation = (id: string, note: string) =>
  api<RegularisationErp>('POST', `${REGULARISATIONS}/${encodeURIComponent(id)}/report`, { body: { note } });

/** Lines moved, or a run did: what shows any of them is read again. */
export const renewEnvois = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: ['envois'] });

export function keepEnvoi(client: QueryClient, envoi: Envoi): void {
  client.setQueryData(envoiQuery(envoi.id).queryKey, envoi);
  for (const part of ['liste', 'lignes', 'ligne', 'sante', 'semaine'])
    void client.invalidateQueries({ queryKey: ['envois', part] });
}
