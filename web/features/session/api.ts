import type { LienOuvert, Session, SignIn, UseLien } from '#contract/session.ts';
import { api } from '../../lib/api.ts';
import { inTurn } from '../../lib/turns.ts';

export const signIn = (body: SignIn) => inTurn(() => api<Session>('POST', '/api/auth/session', { body }));
export const readLien = (jeton: string) => api<LienOuvert>('POST', '/api/auth/liens/lecture', { body: { jeton } });
export const spendLien = (body: UseLien) => inTurn(() => api<Session>('POST', '/api/auth/liens/usage', { body }));
