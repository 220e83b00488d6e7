import type { LienPersonne } from '#contract/personne.ts';
import { hashToken, newOpaqueToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { endOfLien, motifOf } from '../rules.ts';
import { takeCompte } from '../sql/comptes.ts';
import { deleteLiens, insertLien } from '../sql/liens.ts';

type ForWhom = { id: string; email: string | null; telephone: string | null };

type Issuing = { public_url: string; voids_before?: Unit['now'] };

/** A new link voids the earlier ones. Its secret sits behind the `#`: browsers keep that part to themselves. */
export async function issueLien(
  unit: Unit,
  personne: ForWhom,
  { public_url, voids_before }: Issuing,
): Promise<LienPersonne> {
  const compte = await takeCompte(unit, personne.id);
  const motif = motifOf({
    has_password: compte.password_hash !== null,
    has_contact: personne.email !== null || personne.telephone !== null,
  });
  const token = newOpaqueToken('hbl_');
  const expires_at = endOfLien(motif, unit.now).toString({ smallestUnit: 'millisecond' });
  await deleteLiens(unit, personne.id, voids_before?.toString() ?? null);
  await insertLien(unit, { secret_hash: hashToken(token), personne_id: personne.id, motif, expires_at });
  return { url: `${public_url}/lien#${token}`, expires_at, motif };
}
