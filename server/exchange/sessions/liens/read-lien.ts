import type { Personne } from '#contract/personne.ts';
import type { LienOuvert } from '#contract/session.ts';
import { findPersonne } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { hashToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { findLien, type Lien } from '../sql/liens.ts';

/** Throws lien.refused: unknown, used, void, expired, or of somebody deactivated since. */
export async function openLien(unit: Unit, jeton: string): Promise<{ lien: Lien; personne: Personne }> {
  const lien = await findLien(unit, hashToken(jeton));
  const personne = lien ? await findPersonne(unit, lien.personne_id) : null;
  if (!lien || !personne?.active) throw refused('lien.refused');
  return { lien, personne };
}

/** What the page of the link shows; without `identifiants` it asks for one. Looking uses nothing up. */
export async function readLien(unit: Unit, jeton: string): Promise<LienOuvert> {
  const { lien, personne } = await openLien(unit, jeton);
  const { prenom, nom, email, telephone } = personne;
  const identifiants = [email, telephone].filter(contact => contact !== null);
  return { prenom, nom, identifiants, motif: lien.motif, expires_at: lien.expires_at };
}
