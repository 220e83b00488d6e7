import type { LienPersonne } from '#contract/personne.ts';
import { findPersonne } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { issueLien } from './issue-lien.ts';

/** For an administrateur to hand over. Throws personne.not_found, personne.inactive, personne.no_identifiant. */
export async function createLien(unit: Unit, personne_id: string, public_url: string): Promise<LienPersonne> {
  const personne = await findPersonne(unit, personne_id);
  if (!personne) throw refused('personne.not_found');
  if (!personne.active) throw refused('personne.inactive');
  if (personne.email === null && personne.telephone === null) throw refused('personne.no_identifiant');
  const lien = await issueLien(unit, personne, { public_url });
  if (lien.motif === 'invitation') {
    await unit.publish('personne.invited', { personne_id, expires_at: lien.expires_at });
  }
  unit.security('hub_lien_created', { 'user.target.id': personne_id, 'hub.motif': lien.motif });
  return lien;
}
