import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Personne } from '#contract/personne.ts';
import type { ChangePassword, ListOpenSessions, TotpConfirm, TotpStart, TotpStop } from '#contract/session.ts';
import { api } from '../../lib/api.ts';

export const sheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['personnes', 'fiche', id],
    queryFn: ({ signal }) => api<Personne>('GET', `/api/v1/personnes/${id}`, { signal }),
  });

export const openSessionsQuery = queryOptions({
  queryKey: ['open-sessions'],
  queryFn: ({ signal }) => api<z.infer<typeof ListOpenSessions>>('GET', '/api/auth/sessions', { signal }),
});

export const endSession = (id: string) => api('DELETE', `/api/auth/sessions/${id}`);
export const changePassword = (body: ChangePassword) => api('PUT', '/api/auth/mot-de-passe', { body });
export const startTotp = () => api<z.infer<typeof TotpStart>>('POST', '/api/auth/totp');
export const confirmTotp = (body: z.infer<typeof TotpConfirm>) => api('POST', '/api/auth/totp/confirmation', { body });
export const stopTotp = (body: z.infer<typeof TotpStop>) => api('POST', '/api/auth/totp/arret', { body });
