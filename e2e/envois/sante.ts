// How the hours of a connexion fare, put before its real page.
import { SanteEnvois } from '../../contract/export.ts';
import { LINK_ID } from '../erp-states.ts';
import { ago, day } from './states.ts';

export const sante = (own: Partial<SanteEnvois> = {}): SanteEnvois =>
  SanteEnvois.parse({
    link_id: LINK_ID,
    derniere_reussite_at: ago(82),
    echecs_de_suite: 0,
    prochain_at: `${day(14)}T05:00:00.000Z`,
    envoi_en_cours: null,
    jours: [11_000, 1600, 82].map((minutes, n) => ({
      ...{
        jour: ago(minutes).slice(0, 10),
        reussis: n === 0 ? 1 : 0,
        partiels: n === 2 ? 1 : 0,
        echoues: n === 1 ? 1 : 0,
      },
    })),
    ...own,
  } satisfies SanteEnvois);
