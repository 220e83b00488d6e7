import { z } from 'zod';
import { newId } from '#platform/ids.ts';
import { job } from '#platform/jobs/job.ts';
import type { PersonalData } from '#platform/rgpd/personal-data.ts';
import { type InUnit, SYSTEM, type Unit } from '#platform/unit.ts';
import { deletePersonnes, insertAnonymes, listAnonymisables } from '../sql/conservation.ts';

export const anonymiseJob = job('personnes.anonymise', z.unknown(), { resumable: true });
/** People in a unit. Each row that goes is looked for in all that people wrote. */
const TOGETHER = 20;

type Deps = { inUnit: InUnit; annees: number; data: Pick<PersonalData, 'anonymise'> };

/**
 * What is left of erased people once the law does not ask for it any more (decision 0036): their hours and pay move to rows with
 * new ids, known to nobody, and theirs go. No fact says who became whom: to tell it would undo it. Done twice, it finds nobody the
 * second time.
 */
export async function anonymiseOld({ inUnit, annees, data }: Deps, signal: AbortSignal): Promise<void> {
  let done = TOGETHER;
  while (done === TOGETHER && !signal.aborted) done = await inUnit(SYSTEM, unit => anonymise(unit, annees, data));
}

async function anonymise(unit: Unit, annees: number, data: Deps['data']): Promise<number> {
  const today = unit.now.toZonedDateTimeISO('Europe/Paris').toPlainDate();
  const ids = await listAnonymisables(unit, today.subtract({ years: annees }).toString(), TOGETHER);
  if (ids.length === 0) return 0;
  const noms = ids.map(ancien => ({ ancien, nouveau: newId() }));
  await insertAnonymes(unit, noms);
  await data.anonymise(unit, noms);
  await deletePersonnes(unit, ids);
  return ids.length;
}
