import type { Invitations, InviterPersonnes, Personne } from '#contract/personne.ts';
import { findPersonnes } from '#domain/personnes/index.ts';
import { refused } from '#platform/errors.ts';
import { hashToken, newOpaqueToken } from '#platform/tokens.ts';
import type { Unit } from '#platform/unit.ts';
import { endOfLien, withoutInvitation } from '../rules.ts';
import { takeComptes } from '../sql/comptes.ts';
import { replaceLiens } from '../sql/liens.ts';

/**
 * A link of seven days for each of these people who cannot sign in yet; each voids the earlier ones of its person. A constant
 * number of statements. Throws personne.not_found.
 */
export async function invitePersonnes(
  unit: Unit,
  { personne_ids }: InviterPersonnes,
  public_url: string,
): Promise<Invitations> {
  const ids = [...new Set(personne_ids)];
  const personnes = await findPersonnes(unit, ids);
  if (personnes.length !== ids.length) throw refused('personne.not_found');
  const hasPassword = await takeComptes(unit, ids);
  const why = (personne: Personne) =>
    withoutInvitation({ ...personne, has_password: hasPassword.get(personne.id) === true });
  const motif = 'invitation';
  const expires_at = endOfLien(motif, unit.now).toString({ smallestUnit: 'millisecond' });
  const made = new Map(personnes.filter(one => why(one) === null).map(({ id }) => [id, newOpaqueToken('hbl_')]));
  await tellInvited(unit, made, expires_at);
  return {
    items: personnes.map(personne => {
      const { id, nom, prenom } = personne;
      const token = made.get(id);
      const lien = token ? { url: `${public_url}/lien#${token}`, expires_at, motif: motif as typeof motif } : null;
      return { personne_id: id, nom, prenom, lien, sans_lien: why(personne) };
    }),
  };
}

async function tellInvited(unit: Unit, made: Map<string, string>, expires_at: string): Promise<void> {
  if (made.size === 0) return;
  const liens = [...made].map(([personne_id, token]) => ({
    secret_hash: hashToken(token),
    personne_id,
    motif: 'invitation' as const,
    expires_at,
  }));
  await replaceLiens(unit, liens);
  await unit.publishAll(
    liens.map(({ personne_id }) => ({ type: 'personne.invited', data: { personne_id, expires_at } })),
  );
  for (const { personne_id } of liens) {
    unit.security('hub_lien_created', { 'user.target.id': personne_id, 'hub.motif': 'invitation' });
  }
}
