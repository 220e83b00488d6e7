import type { LienOuvert, Session, SignIn, UseLien } from '#contract/session.ts';
import { api } from '../../lib/api.ts';

export const signIn = (body: SignIn) => api<Session>('POST', '/api/auth/session', { body });
export const readLien = (jeton: string) => api<LienOuvert>('POST', '/api/auth/liens/lecture', { body: { jeton } });
export const spendLien = (body: UseLien) => api<Session>('POST', '/api/auth/liens/usage', { body });
