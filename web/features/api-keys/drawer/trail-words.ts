// An entry of the trail in words. Pure.
import type { EntreeAudit } from '#contract/audit.ts';
import { REFUS_CLE, type RefusCle } from '#contract/values.ts';
import { formatInstant } from '../../../lib/format.ts';

const BY: Record<EntreeAudit['par'], string> = {
  session: 'depuis le hub',
  jwt: 'par l’API',
  api_key: 'par la clé elle-même',
  erp_link: 'par une connexion ERP',
  system: 'par le hub',
  anonymous: 'sans identité',
};

/** Who did it. A person who was erased has no name any more. */
export const actorOf = ({ acteur, par }: EntreeAudit): string =>
  acteur && par !== 'api_key' ? `par ${acteur.prenom} ${acteur.nom}` : BY[par];

const FIELDS: Record<string, string> = {
  nom: 'nom',
  description: 'description',
  scopes: 'droits',
  chantiers: 'chantiers',
  cidrs: 'réseaux',
  rate_limit_per_hour: 'limite par heure',
  rate_limit_max: 'plafond par heure',
};

const said = (name: string, value: unknown) => (typeof value === 'string' && value ? [`${name} : ${value}`] : []);

/** What an entry adds to its title; empty when the title says it all. */
export function detailOf({ data, details }: EntreeAudit): string {
  const changed = Array.isArray(data.changed) ? data.changed.map(name => FIELDS[String(name)] ?? name) : [];
  return [
    ...(typeof data.motif === 'string' ? [REFUS_CLE[data.motif as RefusCle] ?? data.motif] : []),
    ...(changed.length > 0 ? [`modifiés : ${changed.join(', ')}`] : []),
    ...said('motif', details?.suspension),
    ...(data.raison === 'fuite' ? ['secret divulgué'] : []),
    ...said('vue à', details?.url),
    ...(typeof data.sert_jusqu_a === 'string'
      ? [`l’ancien secret sert jusqu’au ${formatInstant(data.sert_jusqu_a)}`]
      : []),
    ...said('adresse', details?.ip),
    ...said('logiciel', details?.agent),
  ].join(' · ');
}
