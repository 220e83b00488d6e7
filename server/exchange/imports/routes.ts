import { AnswerImport, Import, LigneImport, ListImports, ListLignes, StartImport } from '#contract/import.ts';
import { ById, pageOf } from '#contract/page.ts';
import { cancelRun, pauseRun, resumeRun, steerRoute } from '#exchange/runs/index.ts';
import { refused } from '#platform/errors.ts';
import { Answer, type AnyRoute, route } from '#platform/http/route.ts';
import { importKind } from './kind.ts';
import { receiveHints } from './receive-hints.ts';
import { type ImportDeps, importTopic } from './run.ts';
import { listImports, listLignes, readImport } from './sql/reads.ts';
import { startImport } from './start-import.ts';
import { answerImport, getImport, undoFirstImport } from './steer-import.ts';

const read = {
  base: 'v1',
  tag: 'ERP',
  access: { scope: 'erp:read' },
  roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
} as const;
const write = { base: 'v1', tag: 'ERP', access: { scope: 'erp:write' }, roles: ['administrateur'] } as const;
const cursors = ['cursor.invalid', 'cursor.gone'] as const;

const reads = [
  route({
    ...read,
    method: 'GET',
    path: '/imports',
    summary: 'Lister les imports',
    query: ListImports,
    reply: pageOf(Import),
    errors: cursors,
    list: ({ query }, at) => listImports(at, query),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/imports/:id',
    summary: 'Lire un import',
    params: ById,
    reply: Import,
    read: ({ params }, at) => readImport(at, params.id),
    absent: 'import.not_found',
  }),
  route({
    ...read,
    method: 'GET',
    path: '/imports/:id/flux',
    summary: 'Suivre un import',
    params: ById,
    reply: Import,
    kind: 'events',
    stream: ({ params }, at) => readImport(at, params.id),
    topic: ({ params }) => importTopic(params.id),
    absent: 'import.not_found',
  }),
  route({
    ...read,
    roles: ['administrateur', 'gestionnaire_paie'],
    method: 'GET',
    path: '/imports/:id/lignes',
    summary: 'Lister les lignes d’un import',
    params: ById,
    query: ListLignes,
    reply: pageOf(LigneImport),
    errors: cursors,
    list: ({ params, query }, at) => listLignes(at, params.id, query),
  }),
];

const start = route({
  ...write,
  roles: ['administrateur', 'conducteur'],
  method: 'POST',
  path: '/erp-links/:id/imports',
  summary: 'Lire l’ERP maintenant',
  idempotent: true,
  params: ById,
  body: StartImport,
  reply: Import,
  status: 202,
  errors: ['erp_link.not_found', 'erp_link.not_ready', 'import.already_done', 'import.first_missing'],
  handle: async (unit, { params, body }) => {
    if (body.genre !== 'incremental' && unit.actor.role !== 'administrateur') {
      throw refused('role.insufficient', { roles: ['administrateur'] });
    }
    const asked = {
      link_id: params.id,
      genre: body.genre,
      demande: 'manuelle',
      demande_par: unit.actor.personne_id,
    } as const;
    const found = await getImport(unit, await startImport(unit, asked));
    return new Answer(found, { location: `/api/v1/imports/${found.id}` });
  },
});

const steer = steerRoute({ ...write, reply: Import, kind: importKind, show: getImport });

const steering = [
  steer({
    path: '/imports/:id/pause',
    summary: 'Mettre un import en pause',
    errors: ['import.not_open'],
    by: pauseRun,
  }),
  steer({
    path: '/imports/:id/reprise',
    summary: 'Reprendre un import là où il en est',
    errors: ['import.not_open', 'erp_link.not_ready'],
    by: resumeRun,
  }),
  steer({
    path: '/imports/:id/annulation',
    summary: 'Annuler un import',
    errors: ['import.not_open'],
    by: cancelRun,
  }),
  steer({
    path: '/imports/:id/retrait',
    summary: 'Retirer le premier import',
    errors: ['import.not_open', 'import.undo_refused'],
    by: undoFirstImport,
  }),
  route({
    ...write,
    method: 'POST',
    path: '/imports/:id/reponse',
    summary: 'Dire si les chantiers absents de l’ERP sont bien supprimés',
    params: ById,
    body: AnswerImport,
    reply: Import,
    status: 200,
    errors: ['import.not_found', 'import.no_question'],
    handle: (unit, { params, body }) => answerImport(unit, params.id, body.reponse),
  }),
];

const signal = (deps: ImportDeps) =>
  route({
    base: 'v1',
    tag: 'ERP',
    access: 'signature',
    method: 'POST',
    path: '/erp-links/:id/signaux',
    summary: 'Recevoir un signal de l’ERP',
    params: ById,
    status: 202,
    errors: ['hook.refused'],
    handle: (unit, { params, raw, headers }) => receiveHints(unit, deps, { link_id: params.id, raw, headers }),
  });

export const routes = (deps: ImportDeps): AnyRoute[] => [...reads, start, ...steering, signal(deps)];
