import { z } from 'zod';
import { ByMois, CloturerPeriode, MoisPaie, PeriodePaie, PretPourLaPaie, RouvrirPeriode } from '#contract/paie.ts';
import { Mois, Semaine } from '#contract/temps.ts';
import { text } from '#contract/text.ts';
import { route } from '#platform/http/route.ts';
import { closePeriode } from './close-periode.ts';
import { reopenPeriode } from './reopen-periode.ts';
import { MoisDePersonne, MoisLu, Releve, toMoisPaie } from './rules.ts';
import { readMois, readMoisOf } from './sql/mois.ts';
import { readPeriodes } from './sql/periodes.ts';
import { readPret } from './sql/pret.ts';
import { readReleve } from './sql/releve.ts';
import { writeCsv, writeMoisOf, writeReleve } from './write-files.ts';

const PAIE = ['administrateur', 'gestionnaire_paie'] as const;
const read = { base: 'v1', tag: 'Variables de paie', access: { scope: 'variables-paie:read' }, method: 'GET' } as const;
const write = {
  base: 'v1',
  tag: 'Variables de paie',
  access: { scope: 'variables-paie:write' },
  roles: PAIE,
  method: 'POST',
  params: ByMois,
  reply: PeriodePaie,
  status: 200,
  versioned: true,
} as const;
const target = (input: { params: { mois: string }; version: number }) => ({
  mois: input.params.mois,
  version: input.version,
});

export const routes = [
  route({
    ...read,
    path: '/periodes-paie',
    summary: 'Lire les périodes de paie',
    reply: z.strictObject({ items: z.array(PeriodePaie).max(60) }),
    read: (_, at) => readPeriodes(at),
  }),
  route({
    ...write,
    path: '/periodes-paie/:mois/cloture',
    summary: 'Clôturer un mois de paie',
    body: CloturerPeriode,
    errors: ['periode_paie.not_begun', 'periode_paie.etat_refused', 'periode_paie.not_ready'],
    handle: (unit, input) => closePeriode(unit, target(input), input.body),
  }),
  route({
    ...write,
    path: '/periodes-paie/:mois/reouverture',
    summary: 'Rouvrir un mois de paie',
    body: RouvrirPeriode,
    errors: ['periode_paie.etat_refused', 'periode_paie.regularised'],
    handle: (unit, input) => reopenPeriode(unit, target(input), input.body.motif),
  }),
  route({
    ...read,
    roles: PAIE,
    path: '/paie/pret',
    summary: 'Dire ce qui manque à un mois pour la paie',
    query: ByMois,
    reply: PretPourLaPaie,
    read: ({ query }, { sql, now }) =>
      readPret(sql, {
        mois: query.mois,
        aujourdhui: now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString(),
      }),
  }),
  route({
    ...read,
    roles: PAIE,
    path: '/paie/mois/:mois',
    summary: 'Lire le mois en paie',
    params: z.strictObject({ mois: Mois }),
    reply: MoisPaie,
    read: ({ params }, at) => readMois(at, params.mois),
    shape: (found: MoisLu) => toMoisPaie(found),
  }),
  route({
    ...read,
    roles: PAIE,
    path: '/paie/mois/:mois/csv',
    summary: 'Télécharger le mois en paie (CSV)',
    params: ByMois,
    reply: MoisLu,
    read: ({ params }, at) => readMois(at, params.mois),
    produces: 'text/csv',
    write: (found: MoisLu) => writeCsv(found),
  }),
  route({
    ...read,
    path: '/paie/mois/:mois/personnes/:id/pdf',
    summary: 'Télécharger le mois d’une personne (PDF)',
    params: z.strictObject({ mois: Mois, id: z.uuid() }),
    reply: MoisDePersonne,
    read: ({ params }, at) => readMoisOf(at, params),
    absent: 'paie.personne_not_found',
    produces: 'application/pdf',
    write: (found: MoisDePersonne) => writeMoisOf(found),
  }),
  route({
    ...read,
    roles: PAIE,
    path: '/paie/releves/:semaine/pdf',
    summary: 'Télécharger le relevé d’une agence d’intérim (PDF)',
    params: z.strictObject({ semaine: Semaine }),
    query: z.strictObject({ agence: text(1, 150) }),
    reply: Releve,
    read: ({ params, query }, at) => readReleve(at, { ...params, ...query }),
    produces: 'application/pdf',
    write: (found: Releve) => writeReleve(found),
  }),
];
