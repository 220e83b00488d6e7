import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { colourFor } from '../rules.ts';
import { insertConflits } from '../sql/erp-conflits.ts';
import { insertChantiers, type NewChantier, type ReferenceRow, saveManaged, updateChantiers } from '../sql/erp-page.ts';
import type { Plan, Settled } from './decide-page.ts';
import { namesOf, valuesOf } from './rules.ts';
import { tellPage } from './tell-page.ts';
import type { ErpSource } from './types.ts';

/** Writes what was decided for a page and tells of it: one statement per table, none where there is nothing to write. */
export async function writePage(unit: Unit, source: ErpSource, plans: Plan[]): Promise<Settled[]> {
  const settled = plans.map(
    (plan): Settled => ({
      ...plan,
      chantier_id: plan.action === 'skipped' ? null : (plan.before?.chantier_id ?? newId()),
    }),
  );
  const made = newChantiers(settled.filter(plan => plan.before === null && plan.fields !== null));
  const touched = settled.filter(plan => plan.touched);
  const references = settled.filter(plan => plan.reference !== null).map(plan => referenceRow(plan, source));
  const at = made.length > 0 ? await insertChantiers(unit, made) : '';
  if (touched.length > 0) await updateChantiers(unit, touched.map(columnsOf));
  if (references.length > 0) await saveManaged(unit, source.system, references);
  const conflits = settled.flatMap(plan =>
    plan.conflits.map(conflit => ({ ...conflit, id: newId(), chantier_id: plan.chantier_id! })),
  );
  if (conflits.length > 0) await insertConflits(unit, source, conflits);
  await tellPage(unit, source, { settled, made: new Map(made.map(row => [row.id, row])), at });
  return settled;
}

const columnsOf = ({ fields, code, chantier_id }: Settled) => ({ ...fields!, code: code!, id: chantier_id! });

/** Hues in turn from a place that differs from page to page: neighbours differ, and pages of one do not all look alike. */
function newChantiers(plans: Settled[]): NewChantier[] {
  const start = Number.parseInt(plans[0]?.chantier_id?.slice(-2) ?? '0', 16);
  return plans.map((plan, i) => ({ ...columnsOf(plan), couleur: colourFor(start + i) }));
}

function referenceRow(plan: Settled, { run_id, champs_app }: ErpSource): ReferenceRow {
  const { before, known, action } = plan;
  const { recu, ...reference } = plan.reference!;
  const joined = action === 'linked';
  return {
    ...reference,
    chantier_id: plan.chantier_id!,
    external_id: plan.record.external_id,
    recu,
    champs: namesOf(recu, champs_app),
    made_by_run: before === null ? run_id : null,
    linked_by_run: joined ? run_id : null,
    avant: joined ? { ...valuesOf(before!), code: before!.code, referenced: known !== null } : null,
    imported_version: versionAfter(plan),
  };
}

/** A chantier that somebody touched stays so: the next import does not make it look untouched. */
function versionAfter({ before, known, touched, action }: Settled): number | null {
  if (before === null) return 1;
  const untouched = action === 'linked' || known?.imported_version === before.version;
  return untouched ? before.version + (touched ? 1 : 0) : (known?.imported_version ?? null);
}
