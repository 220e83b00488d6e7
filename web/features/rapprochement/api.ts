// One function per request of the rapprochement.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type {
  CelluleQuery,
  CelluleRapprochement,
  Rapprochement,
  RapprochementRun,
  ReparationDemandee,
  Reparer,
  StartRapprochement,
} from '#contract/rapprochement.ts';
import { api } from '../../lib/api.ts';

const ROOT = '/api/v1/rapprochement';
const COMPARING_MS = 1500;
const EVERY_MS = 60_000;
const REPAIRING_MS = 1500;
/** The envoi that a repair asked for takes its turn like any other. */
const LEAVING_MS = 3000;

export const isComparing = (run: Pick<RapprochementRun, 'statut'> | null | undefined): boolean =>
  run?.statut === 'waiting' || run?.statut === 'running';

/** Between two comparisons the hub works by itself: what is shown is read again now and then. */
export const rapprochementQuery = (query: { link_id: string; semaine: string }) =>
  queryOptions({
    queryKey: ['rapprochement', 'semaine', query],
    queryFn: ({ signal }) => api<Rapprochement>('GET', ROOT, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: known => (isComparing(known.state.data?.run) ? COMPARING_MS : EVERY_MS),
  });

export const isRepairing = ({ derniere_reparation }: CelluleRapprochement): boolean =>
  derniere_reparation?.etat === 'waiting' || derniere_reparation?.etat === 'running';
const isLeaving = ({ verdict, derniere_reparation }: CelluleRapprochement): boolean =>
  verdict === 'a_envoyer' && derniere_reparation?.etat === 'done' && derniere_reparation.export_id !== null;

export const celluleQuery = (query: CelluleQuery) =>
  queryOptions({
    queryKey: ['rapprochement', 'cellule', query],
    queryFn: ({ signal }) => api<CelluleRapprochement>('GET', `${ROOT}/cellule`, { query, signal }),
    refetchInterval: known => {
      const cell = known.state.data;
      if (!cell) return false;
      return isRepairing(cell) ? REPAIRING_MS : isLeaving(cell) ? LEAVING_MS : false;
    },
  });

/** `key`: the same request sent again is done once. */
export const startRapprochement = (body: StartRapprochement, key: string) =>
  api<RapprochementRun>('POST', ROOT, { body, key });
export const askRepair = (body: Reparer, key: string) =>
  api<ReparationDemandee>('POST', `${ROOT}/reparations`, { body, key });

export const renewRapprochement = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['rapprochement'] });
