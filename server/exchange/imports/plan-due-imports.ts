import { Temporal } from 'temporal-polyfill';
import { type LinkRow, listActiveLinks } from '#exchange/erp-links/index.ts';
import { healClock, saveDecision, WAIT_MOST_MS } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { workOnLinkJob } from './jobs.ts';
import { genreDue, type Rhythm } from './rules.ts';
import { purgeHints } from './sql/hints.ts';
import { forgetSeen } from './sql/lines.ts';
import { healHints, listPast, type Past, purgeRuns } from './sql/plan.ts';
import { importRows, insertRun } from './sql/runs.ts';
import { tellsChanges } from './start-import.ts';

export function rhythmOf(link: LinkRow, past: Past | undefined, now: Temporal.Instant): Rhythm {
  const known = [past?.complet_at, link.derniere_complete_at, link.premier_import_at].filter(
    (at): at is string => typeof at === 'string' && Temporal.Instant.compare(Temporal.Instant.from(at), now) <= 0,
  );
  return {
    frequence: link.frequence,
    heure: link.heure,
    tells_changes: tellsChanges(link),
    complet_at: known.sort().at(-1) ?? null,
    last_at: past?.last_at ?? null,
    failed: past?.failed ?? false,
  };
}

/** The tick: asks for the readings that are due. A second one at the same instant writes nothing. */
export async function planDueImports(unit: Unit): Promise<void> {
  const latest = unit.now.add({ milliseconds: WAIT_MOST_MS }).toString();
  await healClock(unit, importRows, latest);
  await healHints(unit, latest);
  const past = new Map((await listPast(unit)).map(row => [row.link_id, row]));
  for (const link of await listActiveLinks(unit)) {
    if (link.premier_import_at) await planOne(unit, link, past.get(link.id));
  }
  await purgeRuns(unit);
  await purgeHints(unit);
}

async function planOne(unit: Unit, link: LinkRow, past: Past | undefined): Promise<void> {
  const genre = genreDue(rhythmOf(link, past, unit.now), unit.now);
  if (!genre || past?.open) return;
  // A question nobody answered is asked anew by the next reading, if it still stands.
  if (genre === 'complet' && past?.asking) {
    const decision = { statut: 'cancelled', question: null, finished_at: unit.now.toString() } as const;
    await saveDecision(unit, importRows, { id: past.asking, decision });
    await forgetSeen(unit, past.asking);
  }
  await insertRun(unit, { id: newId(), link_id: link.id, genre, demande: 'automatique', demande_par: null });
  await unit.enqueue(workOnLinkJob, { link_id: link.id }, { once: link.id });
}
