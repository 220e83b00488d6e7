import type { PersonneErp, SetPersonneErp } from '#contract/personne-erp.ts';
import { findPersonne } from '#domain/personnes/index.ts';
import { erpLinkTopic } from '#exchange/erp-links/index.ts';
import { checkVersion, refused, withConstraints } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { findReliee, getPersonneErp, saveDecision, takePersonnesErp } from '../sql/personnes.ts';
import { tellLinked } from './match-and-tell.ts';

export const LINKED_ONCE = { erp_personnes_personne_key: 'personne_erp.taken' } as const;

/**
 * A person decides who it is: no reading matches it again by itself. Throws personne_erp.not_found, precondition.failed,
 * personne.not_found, personne.erased, personne_erp.taken.
 */
export async function setPersonneErp(
  unit: Unit,
  { id, version }: { id: string; version: number },
  { personne_id, ignoree, note }: SetPersonneErp,
): Promise<PersonneErp> {
  const [before] = await takePersonnesErp(unit, [id]);
  if (!before) throw refused('personne_erp.not_found');
  checkVersion(before, version);
  const linked = personne_id !== null && personne_id !== before.personne_id;
  if (linked) await checkLinkable(unit, before.link_id, personne_id);
  const decision = {
    personne_id,
    ignoree: personne_id === null && (ignoree ?? before.ignoree),
    note: note === undefined ? before.note : note || null,
    ...(personne_id === before.personne_id ? {} : { trouve_par: personne_id === null ? null : ('main' as const) }),
  };
  await withConstraints(LINKED_ONCE, saveDecision(unit, id, decision));
  if (linked) await tellLinked(unit, before.link_id, [{ external_id: before.external_id, personne_id }]);
  await unit.tell(erpLinkTopic(before.link_id));
  return await getPersonneErp(unit, id);
}

async function checkLinkable(unit: Unit, link_id: string, personne_id: string): Promise<void> {
  const personne = await findPersonne(unit, personne_id);
  if (!personne) throw refused('personne.not_found');
  if (personne.effacee_at) throw refused('personne.erased');
  const other = await findReliee(unit, link_id, personne_id);
  if (other) throw refused('personne_erp.taken', { id: other.id, external_id: other.external_id });
}
