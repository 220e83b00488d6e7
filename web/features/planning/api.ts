// One function per request; what a change makes stale is said in use-actions.ts.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Absence, CreateAbsence, ListAbsences, UpdateAbsence } from '#contract/absence.ts';
import type {
  Affectation,
  CopieSemaine,
  CreateAffectations,
  LotAffectations,
  Planning,
  ReadPlanning,
  ResultatPlanning,
} from '#contract/affectation.ts';
import type { Chantier } from '#contract/chantier.ts';
import type { Page } from '#contract/page.ts';
import type { Personne } from '#contract/personne.ts';
import { api } from '../../lib/api.ts';

/** Somebody else plans too. */
const EVERY_MS = 60_000;
const AFFECTATIONS = '/api/v1/affectations';
const ABSENCES = '/api/v1/absences';
const oneAbsence = (id: string) => `${ABSENCES}/${encodeURIComponent(id)}`;

export const planningQuery = (query: ReadPlanning) =>
  queryOptions({
    queryKey: ['planning', query],
    queryFn: ({ signal }) => api<Planning>('GET', '/api/v1/planning', { query, signal }),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });

/** Addresses and phones of the sites one goes to: the board does not carry them. */
export const sitesQuery = queryOptions({
  queryKey: ['chantiers', 'liste', 'planning'],
  queryFn: ({ signal }) => api<Page<Chantier>>('GET', '/api/v1/chantiers', { query: { limit: 200 }, signal }),
});

export type Lot = Partial<LotAffectations>;
export const saveLot = (body: Lot) => api<ResultatPlanning>('POST', `${AFFECTATIONS}/lot`, { body });
export const assign = (body: CreateAffectations) => api<ResultatPlanning>('POST', AFFECTATIONS, { body });
export const copyWeek = (body: CopieSemaine) => api<ResultatPlanning>('POST', `${AFFECTATIONS}/copie`, { body });
export const saveNote = ({ id, version }: Affectation, note: string | null) =>
  api<Affectation>('PATCH', `${AFFECTATIONS}/${encodeURIComponent(id)}`, { body: { note }, version });
/** The block and those of its series that come after it. */
export const endSeries = ({ id, version }: Affectation) =>
  api<void>('DELETE', `${AFFECTATIONS}/${encodeURIComponent(id)}`, { query: { serie: 'suivantes' }, version });

export const absencesQuery = (query: Partial<ListAbsences>) =>
  queryOptions({
    queryKey: ['absences', 'liste', query],
    queryFn: ({ signal }) => api<Page<Absence>>('GET', ABSENCES, { query, signal }),
    placeholderData: keepPreviousData,
  });
export const absenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['absences', 'fiche', id],
    queryFn: ({ signal }) => api<Absence>('GET', oneAbsence(id), { signal }),
  });
export const createAbsence = (body: CreateAbsence) => api<Absence>('POST', ABSENCES, { body });
export const updateAbsence = ({ id, version }: Absence, body: UpdateAbsence) =>
  api<Absence>('PATCH', oneAbsence(id), { body, version });
export const deleteAbsence = ({ id, version }: Absence) => api<void>('DELETE', oneAbsence(id), { version });

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['personnes', 'candidats', q],
    queryFn: ({ signal }) =>
      api<Page<Personne>>('GET', '/api/v1/personnes', { query: { q, active: 'true', limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });
export const personneQuery = (id: string) =>
  queryOptions({
    queryKey: ['personnes', 'nom', id],
    queryFn: ({ signal }) =>
      api<Pick<Personne, 'nom' | 'prenom'>>('GET', `/api/v1/personnes/${encodeURIComponent(id)}`, {
        query: { fields: 'nom,prenom' },
        signal,
      }),
  });
