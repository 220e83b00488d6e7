import type { Personne } from '#contract/personne.ts';
import type { Unit } from '#platform/unit.ts';
import { findByContact } from './sql/personnes.ts';
import { toE164 } from './to-e164.ts';

/** What a person signs in with, as it is kept: an e-mail in lower case, a telephone in E.164; null if it can be neither. */
export function contactOf(identifiant: string): string | null {
  const written = identifiant.trim();
  return written.includes('@') ? written.toLowerCase() : toE164(written);
}

/** The person who carries this e-mail or telephone, active or not; null for anything else. */
export async function findByIdentifiant(unit: Unit, identifiant: string): Promise<Personne | null> {
  // One statement in every case: the time of an answer must not tell whether the text could be a contact.
  return await findByContact(unit, contactOf(identifiant) ?? '');
}
