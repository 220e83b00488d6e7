// One function per request of hours; what a change makes stale is all of them: a minute moves totals, weeks and lists.
import { keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Chantier } from '#contract/chantier.ts';
import type {
  FeuilleHeures,
  HistoriqueFeuille,
  ReadSemaine,
  RejeterPointages,
  ResultatGeste,
  SemaineHeures,
  SignerFeuille,
  ViserPointages,
} from '#contract/feuille.ts';
import type { Page } from '#contract/page.ts';
import type { Personne } from '#contract/personne.ts';
import type { EquipeDuJour, ReadEquipe } from '#contract/pointage.ts';
import { api } from '../../lib/api.ts';

export const FEUILLES = '/api/v1/feuilles-heures';
export const EQUIPE = '/api/v1/pointages/equipe';
const feuille = (personne_id: string, semaine: string) => `${FEUILLES}/${encodeURIComponent(personne_id)}/${semaine}`;

export const feuilleQuery = (personne_id: string, semaine: string) =>
  queryOptions({
    queryKey: ['heures', 'feuille', personne_id, semaine],
    queryFn: ({ signal }) => api<FeuilleHeures>('GET', feuille(personne_id, semaine), { signal }),
  });

export const historiqueQuery = (personne_id: string, semaine: string) =>
  queryOptions({
    queryKey: ['heures', 'historique', personne_id, semaine],
    queryFn: ({ signal }) => api<HistoriqueFeuille>('GET', `${feuille(personne_id, semaine)}/historique`, { signal }),
  });

export const semaineQuery = (query: ReadSemaine) =>
  queryOptions({
    queryKey: ['heures', 'semaine', query],
    queryFn: ({ signal }) => api<SemaineHeures>('GET', '/api/v1/heures/semaine', { query, signal }),
    placeholderData: keepPreviousData,
  });

export const equipeQuery = (query: ReadEquipe) =>
  queryOptions({
    queryKey: ['heures', 'equipe', query],
    queryFn: ({ signal }) => api<EquipeDuJour>('GET', EQUIPE, { query, signal }),
    // A refresh in the background must not undo what is being typed: the page asks when it wants.
    refetchOnWindowFocus: false,
  });

/** Where hours may be entered: chantiers that are open or under way. Kept on the phone (sw/rules.ts), hence bare. */
export type ChantierNomme = Pick<Chantier, 'id' | 'code' | 'nom' | 'couleur' | 'statut'>;
export const chantiersOuvertsQuery = queryOptions({
  queryKey: ['heures', 'chantiers'],
  queryFn: ({ signal }) =>
    api<Page<ChantierNomme>>('GET', '/api/v1/chantiers', {
      query: { limit: 200, fields: 'id,code,nom,couleur,statut' },
      signal,
    }),
  select: ({ items }) => items.filter(({ statut }) => statut === 'ouvert' || statut === 'en_cours'),
});

export const personnesQuery = (q: string) =>
  queryOptions({
    queryKey: ['heures', 'personnes', q],
    queryFn: ({ signal }) =>
      api<Page<Personne>>('GET', '/api/v1/personnes', { query: { q, active: 'true', limit: 8 }, signal }),
    placeholderData: keepPreviousData,
  });

const viser = (geste: string, body: unknown) =>
  api<ResultatGeste>('POST', `/api/v1/pointages/${geste}`, { body, key: crypto.randomUUID() });
export const soumettre = (body: Omit<ViserPointages, 'vus'>) => viser('soumission', body);
export const valider = (body: ViserPointages) => viser('validation', body);
export const rejeter = (body: RejeterPointages) => viser('rejet', body);

type Nommee = Pick<FeuilleHeures, 'personne_id' | 'semaine'>;
const geste = ({ personne_id, semaine }: Nommee, name: string, body: unknown) =>
  api<FeuilleHeures>('POST', `${feuille(personne_id, semaine)}/${name}`, { body, key: crypto.randomUUID() });
export const signer = (one: Nommee, body: SignerFeuille) => geste(one, 'signature', body);
export const contester = (one: Nommee, commentaire: string) => geste(one, 'contestation', { commentaire });
export const repondre = (one: Nommee, reponse: string) => geste(one, 'reponse', { reponse });
export const preremplir = (one: Nommee) => geste(one, 'preremplissage', {});
export const pdfOf = ({ personne_id, semaine }: Nommee): string => `${feuille(personne_id, semaine)}/pdf`;

export const heuresChanged = async (client: QueryClient): Promise<void> => {
  // What they give in pay follows them.
  void client.invalidateQueries({ queryKey: ['paie'] });
  await client.invalidateQueries({ queryKey: ['heures'] });
};
