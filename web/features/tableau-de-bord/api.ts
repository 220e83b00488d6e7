import { queryOptions } from '@tanstack/react-query';
import type { Sauvegarde } from '#contract/sauvegarde.ts';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { api } from '../../lib/api.ts';

export { stateOfBackup } from './backup.ts';

const EVERY_MS = 60_000;

export const tableauQuery = queryOptions({
  queryKey: ['tableau-de-bord'],
  queryFn: ({ signal }) => api<TableauDeBord>('GET', '/api/v1/tableau-de-bord', { signal }),
  refetchInterval: EVERY_MS,
});

/** Last backups, newest first; read again while one is running. */
export const sauvegardesQuery = queryOptions({
  queryKey: ['sauvegardes'],
  queryFn: ({ signal }) => api<{ items: Sauvegarde[] }>('GET', '/api/v1/sauvegardes', { signal }),
  refetchInterval: query => (query.state.data?.items.some(({ statut }) => statut === 'en_cours') ? 1500 : EVERY_MS),
});

export const startSauvegarde = () => api<Sauvegarde>('POST', '/api/v1/sauvegardes');
