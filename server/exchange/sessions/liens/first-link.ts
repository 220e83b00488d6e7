// The links that the operator of the machine hands over: nobody is signed in yet, or nobody can sign in any more.
import { createFirstAdministrateur, findByIdentifiant, listAdministrateurs } from '#domain/personnes/index.ts';
import { StartRefused } from '#platform/start-refused.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import type { Deps } from '../deps.ts';
import { hasAnyPassword } from '../sql/comptes.ts';
import { issueLien } from './issue-lien.ts';

type LinkDeps = Pick<Deps, 'inUnit' | 'public_url'>;
/** Hubs that start together each show a link on their own screen: none of them may void another's. */
const STARTED_TOGETHER_S = 60;

export type Link = { url: string; expires_at: string };

/**
 * At each start until somebody has a password: the screen where the last link stood may be gone. Creates the first
 * administrateur of an empty hub; voids the link of an earlier start. Null once anybody can sign in.
 */
export const firstLink = ({ inUnit, public_url }: LinkDeps): Promise<Link | null> =>
  inUnit(SYSTEM, async unit => {
    const created = await createFirstAdministrateur(unit);
    if (created) return await issueLien(unit, created, { public_url });
    const [first] = (await hasAnyPassword(unit)) ? [] : await listAdministrateurs(unit);
    const voids_before = unit.now.subtract({ seconds: STARTED_TOGETHER_S });
    return first ? await issueLien(unit, first, { public_url, voids_before }) : null;
  });

/**
 * `npm run admin-link`: a new link for an active administrateur, the one who carries `identifiant` or the only one there is.
 * Throws StartRefused with what to do.
 */
export async function adminLink(deps: LinkDeps, identifiant?: string): Promise<Link> {
  const first = await firstLink(deps);
  if (first) return first;
  return await deps.inUnit(SYSTEM, async unit => issueLien(unit, await pick(unit, identifiant), deps));
}

async function pick(unit: Unit, identifiant: string | undefined) {
  const administrateurs = await listAdministrateurs(unit);
  if (identifiant !== undefined) {
    const asked = await findByIdentifiant(unit, identifiant);
    const found = administrateurs.find(({ id }) => id === asked?.id);
    if (found) return found;
    throw new StartRefused(`Aucun administrateur actif ne porte « ${identifiant} » (e-mail ou téléphone attendu).`);
  }
  const [only, ...others] = administrateurs;
  if (!only) throw new StartRefused('Aucun administrateur actif : restaurez une sauvegarde.');
  if (others.length === 0) return only;
  throw new StartRefused(
    'Il y a plusieurs administrateurs : précisez l’e-mail ou le téléphone, par exemple « npm run admin-link -- nom@exemple.fr ».',
  );
}
