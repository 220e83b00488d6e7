// One function per request of the month and of its settings; those on variables are shared (web/ui/paie).
import { queryOptions } from '@tanstack/react-query';
import type { LigneEnvoi } from '#contract/export.ts';
import type {
  MoisPaie,
  PeriodePaie,
  PretPourLaPaie,
  ReglagesDates,
  ReglagesPaie,
  Regularisation,
  Rubrique,
  UpdateRubrique,
} from '#contract/paie.ts';
import type { Personne } from '#contract/personne.ts';
import { api } from '../../lib/api.ts';
import { allPages } from '../../ui/paie/api.ts';

const ROOT = '/api/v1';

export const pretQuery = (mois: string) =>
  queryOptions({
    queryKey: ['paie', 'pret', mois],
    queryFn: ({ signal }) => api<PretPourLaPaie>('GET', `${ROOT}/paie/pret`, { query: { mois }, signal }),
  });

export const moisQuery = (mois: string) =>
  queryOptions({
    queryKey: ['paie', 'mois', mois],
    queryFn: ({ signal }) => api<MoisPaie>('GET', `${ROOT}/paie/mois/${mois}`, { signal }),
  });

export const regularisationsQuery = (mois: string) =>
  queryOptions({
    queryKey: ['paie', 'regularisations', mois],
    queryFn: ({ signal }) => allPages<Regularisation>(`${ROOT}/regularisations`, { mois }, signal),
  });

/** Lines of an envoi, of these days, that wait for somebody or are in doubt. */
export const lignesAVoirQuery = (du: string, au: string) =>
  queryOptions({
    queryKey: ['envois', 'paie', du, au],
    queryFn: ({ signal }) => allPages<LigneEnvoi>(`${ROOT}/lignes-envoi`, { du, au, a_voir: 'oui' }, signal),
  });

export const reglagesQuery = queryOptions({
  queryKey: ['paie', 'reglages'],
  queryFn: ({ signal }) => api<ReglagesDates>('GET', `${ROOT}/reglages-paie`, { signal }),
});

/** Before any were set: those every installation starts with. */
export const reglagesDeDepartQuery = queryOptions({
  queryKey: ['paie', 'reglages', 'depart'],
  queryFn: ({ signal }) =>
    api<ReglagesDates>('GET', `${ROOT}/reglages-paie`, { query: { jour: '1900-01-01' }, signal }),
});

/** The agencies that somebody comes from, by name. */
export const agencesQuery = queryOptions({
  queryKey: ['paie', 'agences'],
  queryFn: async ({ signal }) => {
    const people = await allPages<Personne>(`${ROOT}/personnes`, { type_personne: 'interimaire' }, signal);
    return [...new Set(people.flatMap(({ agence }) => agence ?? []))].sort((a, b) => a.localeCompare(b, 'fr'));
  },
});

const gesture = (mois: string, verb: string) => `${ROOT}/periodes-paie/${mois}/${verb}`;
export const closePeriode = ({ mois, version }: PeriodePaie, malgre: boolean) =>
  api<PeriodePaie>('POST', gesture(mois, 'cloture'), { body: { malgre }, version });
export const reopenPeriode = ({ mois, version }: PeriodePaie, motif: string) =>
  api<PeriodePaie>('POST', gesture(mois, 'reouverture'), { body: { motif }, version });

export const updateRubrique = ({ code, version }: Rubrique, body: UpdateRubrique) =>
  api<Rubrique>('PATCH', `${ROOT}/rubriques/${encodeURIComponent(code)}`, { body, version });
export const putReglages = (body: ReglagesPaie) => api<ReglagesDates>('PUT', `${ROOT}/reglages-paie`, { body });

/** Files are fetched by the browser itself, as the person who is signed in. */
export const csvPath = (mois: string): string => `${ROOT}/paie/mois/${mois}/csv`;
export const moisPdfPath = (mois: string, id: string): string => `${ROOT}/paie/mois/${mois}/personnes/${id}/pdf`;
export const relevePath = (semaine: string, agence: string): string =>
  `${ROOT}/paie/releves/${semaine}/pdf?${new URLSearchParams({ agence })}`;
