// Every error a caller can meet: its kind (which fixes the HTTP status, see platform/http/problem.ts) and what a person reads.
// `title` names the problem; `detail` says why and what to do next; `titre_en` and `detail_en` for who asks for English.
// One file per noun in errors/; here they are one catalogue.
import { ACCESS_ERRORS } from './errors/access.ts';
import { API_KEY_ERRORS } from './errors/api-key.ts';
import { CHANTIER_ERRORS } from './errors/chantier.ts';
import { CHRONOLOGIE_ERRORS } from './errors/chronologie.ts';
import { ERP_LINK_ERRORS } from './errors/erp-link.ts';
import { EXPORT_ERRORS } from './errors/export.ts';
import { HEURES_ERRORS } from './errors/heures.ts';
import { IMPORT_ERRORS } from './errors/import.ts';
import { MAPPING_ERRORS } from './errors/mapping.ts';
import { PAIE_ERRORS } from './errors/paie.ts';
import { PERSONNE_ERRORS } from './errors/personne.ts';
import { PLANNING_ERRORS } from './errors/planning.ts';
import { RAPPROCHEMENT_ERRORS } from './errors/rapprochement.ts';
import { REQUEST_ERRORS } from './errors/request.ts';
import { SAUVEGARDE_ERRORS } from './errors/sauvegarde.ts';
import { SESSION_ERRORS } from './errors/session.ts';
import { TRAVAIL_ERRORS } from './errors/travail.ts';

export type { ErrorEntry, ErrorKind } from './errors/entry.ts';

export const ERRORS = {
  ...REQUEST_ERRORS,
  ...ACCESS_ERRORS,
  ...SESSION_ERRORS,
  ...PERSONNE_ERRORS,
  ...CHANTIER_ERRORS,
  ...API_KEY_ERRORS,
  ...TRAVAIL_ERRORS,
  ...SAUVEGARDE_ERRORS,
  ...ERP_LINK_ERRORS,
  ...IMPORT_ERRORS,
  ...MAPPING_ERRORS,
  ...PAIE_ERRORS,
  ...HEURES_ERRORS,
  ...PLANNING_ERRORS,
  ...RAPPROCHEMENT_ERRORS,
  ...CHRONOLOGIE_ERRORS,
  ...EXPORT_ERRORS,
};

export type ErrorCode = keyof typeof ERRORS;
