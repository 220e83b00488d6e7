// The connexions ERP, read by several pages: Intégrations, the dashboard, the line of trouble, the chantiers.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ErpLink } from '#contract/erp-link.ts';
import { api } from './api.ts';
import type { Moi } from './session.ts';
import { useMoi } from './session.ts';

export const LINKS = '/api/v1/erp-links';
export const linkPath = (id: string): string => `${LINKS}/${encodeURIComponent(id)}`;
const EVERY_MS = 30_000;
const BUSY_MS = 5000;

export const canReadErp = (moi: Moi): boolean =>
  moi.role === 'administrateur' || moi.role === 'conducteur' || moi.gestionnaire_paie;

export const linksQuery = queryOptions({
  queryKey: ['erp-links', 'liste'],
  queryFn: ({ signal }) => api<{ items: ErpLink[] }>('GET', LINKS, { signal }),
  refetchInterval: query => (query.state.data?.items.some(link => link.import_en_cours) ? BUSY_MS : EVERY_MS),
});

export const linkQuery = (id: string) =>
  queryOptions({
    queryKey: ['erp-links', 'fiche', id],
    queryFn: ({ signal }) => api<ErpLink>('GET', linkPath(id), { signal }),
  });

const NONE: ErpLink[] = [];

/** The connexions, for whoever may read them; none while they are being read. */
export function useErpLinks(): ErpLink[] {
  const { data } = useQuery({ ...linksQuery, enabled: canReadErp(useMoi()) });
  return data?.items ?? NONE;
}
