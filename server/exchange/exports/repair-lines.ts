import { moisDe } from '#contract/calendrier.ts';
import { getErpLink } from '#exchange/erp-links/index.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { reasons } from './messages.ts';
import { insertDoubles } from './sql/envoi.ts';
import { insertRegularisations } from './sql/regularisations.ts';
import {
  adoptEntries,
  type Closed,
  copyLines,
  isMonthClosed,
  removeAgainLines,
  resendLines,
  rewriteInPlace,
  supersedeLines,
} from './sql/repairs.ts';
import { askRun } from './start-export.ts';

/**
 * What was found wrong of a line that the ledger says is there. `renvoyer`: it is not there any more. `remplacer`: it is there
 * otherwise than we wrote it. `adopter`: another entry of theirs is the line from now on. `retirer`: an entry that is ours and too many.
 */
export type Repair = {
  geste: 'renvoyer' | 'remplacer' | 'adopter' | 'retirer';
  ligne_id: string;
  external_id: string | null;
  version: string | null;
  minutes: number | null;
};
/** Of one person's day. */
type Repairs = {
  link_id: string;
  personne_id: string;
  jour: string;
  par: string | null;
  repairs: readonly Repair[];
};
/** `export_id`: the envoi that carries it out, null when nothing is to be sent. `ferme`: why nothing may be written over there. */
export type Repaired = { export_id: string | null; ferme: string | null };

/**
 * Gives them to the next envoi, asked for at once. In a closed pay period nothing is: the difference becomes a régularisation
 * (settled.md 37). A line that has moved since is left alone. Throws as askRun does.
 */
export async function repairLines(unit: Unit, { personne_id, jour, repairs, ...by }: Repairs): Promise<Repaired> {
  const of = (geste: Repair['geste']) => repairs.filter(repair => repair.geste === geste);
  const adopted = of('adopter');
  if (adopted.length > 0) await adoptEntries(unit, by, adopted);
  const sent = repairs.filter(({ geste }) => geste !== 'adopter');
  if (sent.length === 0) return { export_id: null, ferme: null };
  const { link_id } = by;
  const closed: Closed = (await isMonthClosed(unit, moisDe(jour))) ? reasons.closed(jour) : null;
  const how = { ...by, closed };
  await resendLines(unit, how, of('renvoyer'));
  await replace(unit, how, of('remplacer'));
  await remove(unit, how, of('retirer'));
  if (closed === null)
    return { export_id: await askRun(unit, { link_id, du: jour, au: jour, chantiers: null }), ferme: null };
  await insertRegularisations(unit, { id: null, link_id }, [{ jour, personne_id }]);
  return { export_id: null, ferme: closed };
}

type How = Pick<Repairs, 'link_id' | 'par'> & { closed: Closed };

/** In its place where the ERP takes that; otherwise another line comes instead, once this one is out. */
async function replace(unit: Unit, how: How, repairs: readonly Repair[]): Promise<void> {
  if (repairs.length === 0) return;
  const { traits } = await getErpLink(unit, how.link_id);
  if (traits.write !== 'create_delete') return void (await rewriteInPlace(unit, how, repairs));
  const replaced = await supersedeLines(unit, how, repairs);
  await copyLines(
    unit,
    how,
    replaced.map(({ id }) => ({ id: newId(), remplace_id: id })),
  );
}

async function remove(unit: Unit, how: How, repairs: readonly Repair[]): Promise<void> {
  if (repairs.length === 0) return;
  await removeAgainLines(unit, how, repairs);
  const doubles = repairs.flatMap(({ ligne_id, external_id, minutes }) =>
    external_id === null ? [] : [{ id: newId(), ligne_id, external_id, minutes: minutes ?? 0 }],
  );
  await insertDoubles(unit, { run_id: null, closed: how.closed }, doubles);
}
