import type { LienOuvert, Session, SignIn } from '#contract/session.ts';
import { api } from '../../lib/api.ts';

export const signIn = (body: SignIn) => api<Session>('POST', '/api/auth/session', { body });
export const readLien = (jeton: string) => api<LienOuvert>('POST', '/api/auth/liens/lecture', { body: { jeton } });
export const spendLien = (jeton: string, mot_de_passe: string) =>
  api<Session>('POST', '/api/auth/liens/usage', { body: { jeton, mot_de_passe } });
