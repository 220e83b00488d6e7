import { hash } from 'node:crypto';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { StatutChantier } from '#contract/values.ts';

/** Changes when the way a record is taken in does (rules.ts): all are then looked at once more. */
const EDITION = 1;

/**
 * Of all that a record says to us, and of what its status is mapped to: the same twice, there is nothing to decide. Left
 * out: when it changed over there, which we do not keep.
 */
export function fingerprint(record: ChantierFromErp, statuts: ReadonlyMap<string, StatutChantier | null>): string {
  const { statut, contacts } = record;
  const said = [
    EDITION,
    record.external_id,
    record.reference,
    record.nom,
    statut && [statut.external_id, statuts.get(statut.external_id) ?? null],
    record.adresse,
    record.maitre_ouvrage,
    record.date_debut,
    record.date_fin,
    record.minutes_estimees,
    contacts.map(({ nom, telephone, profession }) => [nom, telephone, profession]),
    record.archive,
  ];
  return hash('sha1', JSON.stringify(said));
}
