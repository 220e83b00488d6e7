import { Temporal } from 'temporal-polyfill';
import { Envoi, ListEnvois, ReglagesEnvoi, SanteEnvois, SetReglagesEnvoi, StartEnvoi } from '#contract/export.ts';
import { ById, pageOf } from '#contract/page.ts';
import { cancelRun, pauseRun, resumeRun, steerRoute } from '#exchange/runs/index.ts';
import { Answer, type AnyRoute, route } from '#platform/http/route.ts';
import { exportKind } from '../kind.ts';
import { exportTopic } from '../run.ts';
import { type SanteLue, setReglages, shapeReglages, shapeSante } from '../set-reglages.ts';
import { listExports, readExport } from '../sql/reads.ts';
import { readReglages } from '../sql/reglages.ts';
import { readSante } from '../sql/sante.ts';
import { startExport } from '../start-export.ts';
import { getExport, retryExport } from '../steer-export.ts';
import { ASKING, cursors, read, write } from './access.ts';

const settings = [
  route({
    ...read,
    roles: ['administrateur', 'gestionnaire_paie'],
    method: 'GET',
    path: '/erp-links/:id/envoi-heures',
    summary: 'Lire quand partent les heures d’une connexion',
    params: ById,
    reply: ReglagesEnvoi,
    read: ({ params }, at) => readReglages(at, params.id),
    shape: (found: Parameters<typeof shapeReglages>[0]) =>
      shapeReglages(found, Temporal.Instant.from(found.maintenant)),
    absent: 'erp_link.not_found',
  }),
  route({
    ...read,
    method: 'GET',
    path: '/erp-links/:id/envoi-heures/sante',
    summary: 'Savoir comment va l’envoi des heures d’une connexion',
    params: ById,
    reply: SanteEnvois,
    read: ({ params }, at) => readSante(at, params.id),
    shape: (found: SanteLue) => shapeSante(found),
    absent: 'erp_link.not_found',
  }),
  route({
    ...write,
    roles: ['administrateur'],
    method: 'PUT',
    path: '/erp-links/:id/envoi-heures',
    summary: 'Régler quand partent les heures d’une connexion',
    params: ById,
    body: SetReglagesEnvoi,
    reply: ReglagesEnvoi,
    versioned: true,
    errors: ['erp_link.not_found', 'export.impossible', 'export.backlog_unanswered', 'export.horaires_unaccepted'],
    handle: (unit, { params, version, body }) => setReglages(unit, { ...body, id: params.id, version }),
  }),
];

const reads = [
  route({
    ...read,
    method: 'GET',
    path: '/exports',
    summary: 'Lister les envois vers l’ERP',
    query: ListEnvois,
    reply: pageOf(Envoi),
    errors: cursors,
    list: ({ query }, at) => listExports(at, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/exports/:id',
    summary: 'Lire un envoi',
    params: ById,
    reply: Envoi,
    read: ({ params }, at) => readExport(at, params.id),
    absent: 'export.not_found',
  }),
  route({
    ...read,
    method: 'GET',
    path: '/exports/:id/flux',
    summary: 'Suivre un envoi',
    params: ById,
    reply: Envoi,
    kind: 'events',
    stream: ({ params }, at) => readExport(at, params.id),
    topic: ({ params }) => exportTopic(params.id),
    absent: 'export.not_found',
  }),
];

const made = (envoi: Envoi) => new Answer(envoi, { location: `/api/v1/exports/${envoi.id}` });

const start = route({
  ...write,
  roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
  method: 'POST',
  path: '/exports',
  summary: 'Envoyer maintenant les heures d’une période',
  idempotent: true,
  body: StartEnvoi,
  reply: Envoi,
  status: 202,
  errors: [...ASKING, 'export.future'],
  handle: async (unit, { body: { link_id, du, au } }) =>
    made(await getExport(unit, await startExport(unit, { link_id, du, au }))),
});

const steer = steerRoute({ ...write, reply: Envoi, kind: exportKind, show: getExport });

const steering = [
  steer({ path: '/exports/:id/pause', summary: 'Mettre un envoi en pause', errors: ['export.not_open'], by: pauseRun }),
  steer({
    path: '/exports/:id/reprise',
    summary: 'Reprendre un envoi là où il en est',
    errors: ['export.not_open', 'erp_link.not_ready'],
    by: resumeRun,
  }),
  steer({ path: '/exports/:id/annulation', summary: 'Annuler un envoi', errors: ['export.not_open'], by: cancelRun }),
  route({
    ...write,
    method: 'POST',
    path: '/exports/:id/relance',
    summary: 'Relancer les lignes refusées d’un envoi',
    idempotent: true,
    params: ById,
    reply: Envoi,
    status: 202,
    errors: ['export.not_found', 'export.not_open', 'export.nothing_to_retry', ...ASKING],
    handle: async (unit, { params }) => made(await retryExport(unit, params.id)),
  }),
];

export const envoisRoutes: AnyRoute[] = [...settings, ...reads, start, ...steering];
