import { getErpLink } from '#exchange/erp-links/index.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { insertDoubles } from './sql/envoi.ts';
import {
  adoptEntries,
  copyLines,
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
  /** Day of the line. */
  jour: string;
  external_id: string | null;
  version: string | null;
  minutes: number | null;
};
type Repairs = { link_id: string; par: string | null; repairs: readonly Repair[] };

/**
 * Gives them to the next envoi, asked for at once: gives its id, null when nothing is to be sent. A line that has moved since is
 * left alone. Throws as askRun does.
 */
export async function repairLines(unit: Unit, { link_id, par, repairs }: Repairs): Promise<string | null> {
  const of = (geste: Repair['geste']) => repairs.filter(repair => repair.geste === geste);
  const by = { link_id, par };
  const adopted = of('adopter');
  if (adopted.length > 0) await adoptEntries(unit, by, adopted);
  const sent = repairs.filter(({ geste }) => geste !== 'adopter');
  if (sent.length === 0) return null;
  await resendLines(
    unit,
    by,
    of('renvoyer').map(({ ligne_id }) => ligne_id),
  );
  await replace(unit, by, of('remplacer'));
  await remove(unit, by, of('retirer'));
  const days = sent.map(({ jour }) => jour).toSorted();
  return await askRun(unit, { link_id, du: days[0]!, au: days.at(-1)!, chantiers: null });
}

type By = Pick<Repairs, 'link_id' | 'par'>;

/** In its place where the ERP takes that; otherwise another line comes instead, once this one is out. */
async function replace(unit: Unit, by: By, repairs: readonly Repair[]): Promise<void> {
  if (repairs.length === 0) return;
  const { traits } = await getErpLink(unit, by.link_id);
  if (traits.write !== 'create_delete') return void (await rewriteInPlace(unit, by, repairs));
  const replaced = await supersedeLines(unit, by, repairs);
  await copyLines(
    unit,
    by,
    replaced.map(({ id }) => ({ id: newId(), remplace_id: id })),
  );
}

async function remove(unit: Unit, by: By, repairs: readonly Repair[]): Promise<void> {
  if (repairs.length === 0) return;
  await removeAgainLines(unit, by, repairs);
  const doubles = repairs.flatMap(({ ligne_id, external_id, minutes }) =>
    external_id === null ? [] : [{ id: newId(), ligne_id, external_id, minutes: minutes ?? 0 }],
  );
  await insertDoubles(unit, null, doubles);
}
