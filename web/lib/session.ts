// Who is signed in, and what that lets the screen offer. The server decides; here we only avoid dead controls.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Session } from '#contract/session.ts';
import { api } from './api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api<Session>('GET', '/api/auth/session', { signal }),
  staleTime: 5 * 60_000,
});

export type Moi = Session['personne'];

/** The signed-in person. Only under the shell, whose loader has read the session. */
export function useMoi(): Moi {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useMoi outside of the shell');
  return data.personne;
}

export const isAdministrateur = (moi: Moi): boolean => moi.role === 'administrateur';
export const canChangeChantiers = (moi: Moi): boolean => moi.role === 'administrateur' || moi.role === 'conducteur';
export const canReadPersonnes = (moi: Moi): boolean => moi.role !== 'compagnon' || moi.gestionnaire_paie;
export const canDoPaie = (moi: Moi): boolean => isAdministrateur(moi) || moi.gestionnaire_paie;

/** Only an address of this site: a sign-in page must not send people elsewhere. */
export const safeReturn = (path: string | undefined): string =>
  path && /^\/(?![/\\])/.test(path) && !path.startsWith('/connexion') ? path : '/';

export const isDemo = (): boolean =>
  document.querySelector('meta[name="hub-demo"]')?.getAttribute('content') === 'true';
