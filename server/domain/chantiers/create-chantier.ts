import type { Chantier, CreateChantier } from '#contract/chantier.ts';
import { refused, withConstraints } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { CONSTRAINTS, checkCoherence, checkReferences, communeOf } from './check-chantier.ts';
import { colourFor, factOf, freeCodes, nextCode } from './rules.ts';
import {
  countChantiers,
  findLastCode,
  getChantier,
  insertChantier,
  listAutomaticCodes,
  saveEquipe,
  saveReferences,
  takeCodeTurn,
} from './sql/chantiers.ts';

/** A conducteur who creates a chantier is its conducteur: otherwise he would not see what he made. */
export async function createChantier(unit: Unit, input: CreateChantier): Promise<Chantier> {
  // What it would make lies outside of its chantiers.
  if (unit.actor.chantiers) throw refused('api_key.bound');
  const { references: given = [], code, ...fields } = input;
  checkCoherence(fields);
  const references = await checkReferences(unit, given);
  const id = newId();
  await takeCodeTurn(unit);
  const columns = {
    ...fields,
    ...(await communeOf(unit, fields.commune_insee)),
    id,
    code: code ?? (await giveCode(unit)),
    couleur: fields.couleur ?? colourFor(await countChantiers(unit)),
  };
  if (columns.code === null) throw refused('chantier.codes_exhausted');
  await withConstraints(CONSTRAINTS, insertChantier(unit, columns));
  await withConstraints(CONSTRAINTS, saveReferences(unit, id, references));
  const { personne_id, role } = unit.actor;
  if (role === 'conducteur' && personne_id) await saveEquipe(unit, id, [{ personne_id, role_chantier: 'conducteur' }]);
  const chantier = await getChantier(unit, id);
  await unit.publish('chantier.created', { chantier: factOf(chantier) });
  return chantier;
}

async function giveCode(unit: Unit): Promise<string | null> {
  return nextCode(await findLastCode(unit)) ?? freeCodes(await listAutomaticCodes(unit), 1)[0] ?? null;
}
