// `npm start -- --demo`: the fictitious company, once, and its printed accounts, the same at each start.
import { lundiAvant } from '#contract/calendrier.ts';
import { changeEquipe, changeStatut, createChantier } from '#domain/chantiers/index.ts';
import { createPersonne } from '#domain/personnes/index.ts';
import { setPassword } from '#exchange/sessions/index.ts';
import { one } from '#platform/db/sql.ts';
import { hashPassword } from '#platform/passwords.ts';
import { deriveKey, type Keyring } from '#platform/secrets.ts';
import { type InUnit, SYSTEM, type Unit } from '#platform/unit.ts';
import { ACCOUNTS, PERSONNES } from './company.ts';
import { seedHours } from './seed-hours.ts';
import { seedPlanning } from './seed-planning.ts';
import { CHANTIERS, membresOf } from './sites.ts';
import type { Site } from './weeks.ts';

export type DemoAccount = { qui: string; identifiant: string; mot_de_passe: string };
type Deps = { inUnit: InUnit; keyring: Keyring };

/** Everybody signs in with a password of this installation's own: nothing to remember, nothing to guess from outside. */
export async function seedDemo({ inUnit, keyring }: Deps): Promise<DemoAccount[]> {
  const accounts = ACCOUNTS.map(([qui, rank]) => {
    const { email, telephone } = PERSONNES[rank]!;
    return { qui, rank, identifiant: email ?? telephone ?? '', mot_de_passe: passwordOf(keyring, rank) };
  });
  const hashes = new Map<number, string>();
  if (await inUnit(SYSTEM, isEmpty)) {
    for (const { rank, mot_de_passe } of accounts) hashes.set(rank, await hashPassword(mot_de_passe));
    await inUnit(SYSTEM, unit => seedCompany(unit, hashes));
  }
  return accounts.map(({ qui, identifiant, mot_de_passe }) => ({ qui, identifiant, mot_de_passe }));
}

async function isEmpty(unit: Unit): Promise<boolean> {
  await unit.sql`select pg_advisory_xact_lock(hashtext('demo'))`;
  return (await one<{ empty: boolean }>(unit.sql`select not exists (select 1 from personnes_nommees) as empty`)).empty;
}

const passwordOf = (keyring: Keyring, rank: number): string => {
  const letters = deriveKey(keyring, `demo-account-${rank}`)
    .toString('base64url')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8, 12)].join('-');
};

async function seedCompany(unit: Unit, hashes: Map<number, string>): Promise<void> {
  const ids: string[] = [];
  for (const [rank, fields] of PERSONNES.entries()) {
    const { id } = await createPersonne(unit, fields);
    ids.push(id);
    const hash = hashes.get(rank);
    if (hash) await setPassword(unit, id, hash);
  }
  const asAdmin: Unit = { ...unit, actor: { ...SYSTEM, role: 'administrateur' } };
  const sites: Site[] = [];
  for (const { fields, statuts, equipe } of CHANTIERS) {
    let chantier = await createChantier(asAdmin, fields);
    chantier = await changeEquipe(asAdmin, chantier, { membres: membresOf(equipe, ids) });
    for (const statut of statuts) chantier = await changeStatut(asAdmin, chantier, statut);
    if (chantier.statut === 'en_cours') sites.push({ ...chantier, membres: membresOf(equipe, ids) });
  }
  const aujourdhui = unit.now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();
  const scene = { ids, sites, lundi: lundiAvant(aujourdhui), aujourdhui };
  await seedPlanning(asAdmin, scene);
  await seedHours(asAdmin, scene);
}
