import {
  CelluleQuery,
  CelluleRapprochement,
  Rapprochement,
  RapprochementQuery,
  RapprochementRun,
  ReparationDemandee,
  Reparer,
  StartRapprochement,
} from '#contract/rapprochement.ts';
import { route } from '#platform/http/route.ts';
import { askRepair } from './repairing/ask-repair.ts';
import { type CelluleLue, shapeCellule } from './rules.ts';
import { readCellule, readGrid } from './sql/reads.ts';
import { startRapprochement } from './start-rapprochement.ts';

const read = {
  base: 'v1',
  tag: 'ERP',
  access: { scope: 'erp:read' },
  roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
} as const;
const write = { ...read, access: { scope: 'erp:write' } } as const;

export const routes = [
  route({
    ...read,
    method: 'GET',
    path: '/rapprochement',
    summary: 'Comparer une semaine d’heures : ici, envoyées, dans l’ERP',
    query: RapprochementQuery,
    reply: Rapprochement,
    read: ({ query }, at) => readGrid(at, query.link_id, query.semaine),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/rapprochement/cellule',
    summary: 'Voir les deux côtés de la journée d’une personne',
    query: CelluleQuery,
    reply: CelluleRapprochement,
    read: ({ query }, at) => readCellule(at, query),
    shape: (found: CelluleLue) => shapeCellule(found),
  }),
  route({
    ...write,
    method: 'POST',
    path: '/rapprochement',
    summary: 'Comparer maintenant les heures avec l’ERP',
    idempotent: true,
    body: StartRapprochement,
    reply: RapprochementRun,
    status: 202,
    errors: ['erp_link.not_found', 'erp_link.not_ready', 'rapprochement.impossible'],
    handle: (unit, { body }) => startRapprochement(unit, body),
  }),
  route({
    ...write,
    roles: ['administrateur', 'gestionnaire_paie'],
    method: 'POST',
    path: '/rapprochement/reparations',
    summary: 'Réparer la journée d’une personne dans l’ERP',
    idempotent: true,
    body: Reparer,
    reply: ReparationDemandee,
    status: 202,
    errors: ['erp_link.not_found', 'erp_link.not_ready', 'rapprochement.changed', 'rapprochement.repairing'],
    handle: (unit, { body }) => askRepair(unit, body),
  }),
];
