import type { OriginePointage } from '#contract/values.ts';
import type { Unit } from '#platform/unit.ts';
import type { Auteur } from './rules.ts';

/** Whoever acts, as the rules of hours know him. The hub itself may do everything. */
export const auteurDe = ({ actor }: Unit): Auteur => ({
  personne_id: actor.personne_id,
  tout: actor.voit_tout,
  chantiers: actor.chantiers,
});

export function origineDe({ actor }: Unit, personne_id: string): OriginePointage {
  if (actor.kind === 'api_key') return 'api';
  return actor.personne_id === personne_id ? 'saisie' : 'equipe';
}
