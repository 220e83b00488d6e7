// The end of a reading: what is missing from it, then what it leaves behind.
import { countPresent } from '#domain/chantiers/index.ts';
import type { LinkRow } from '#exchange/erp-links/index.ts';
import { erpLinkTopic, getErpLink, noteAnswered, noteDay, saveReading } from '#exchange/erp-links/index.ts';
import { hold } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import { isShortList, isWorthTelling, nextReadingAt, outcomeOf, readsAll } from '../rules.ts';
import { compteOf, type ImportDeps, importTopic, type Reading, type RunRow } from '../run.ts';
import { countAbsent, forgetSeen } from '../sql/lines.ts';
import { dropRun, endRun, importRows, saveEtape, saveQuestion } from '../sql/runs.ts';
import { tellsChanges } from '../start-import.ts';

/** All pages are read. Few absent: each is looked for. Many: nothing is closed before a person has answered (null). */
export async function endReading(unit: Unit, reading: Reading): Promise<RunRow | null> {
  const { link } = reading;
  const run = await hold(unit, importRows, reading.run);
  if (!readsAll(run.genre) || link.traits.deletions !== 'sweep') return await saveEtape(unit, run.id, 'fin');
  const absents = await countAbsent(unit, { run_id: run.id, system: link.system });
  if (absents === 0) return await saveEtape(unit, run.id, 'fin');
  const connus = await countPresent(unit, link.system);
  const next = await saveEtape(unit, run.id, 'absents');
  if (!isShortList({ connus, absents })) return next;
  await saveQuestion(unit, run.id, { kind: 'liste_courte', connus, lus: run.read, absents });
  await tellBoth(unit, run);
  reading.log.warn('import asks before closing', {
    'event.action': 'import_question',
    'hub.known': connus,
    'hub.absent': absents,
  });
  return null;
}

/** Writes the outcome on the run, on its connexion, and for those who listen. */
export async function finishImport(unit: Unit, deps: ImportDeps, reading: Reading): Promise<void> {
  const run = await hold(unit, importRows, reading.run);
  const link = await getErpLink(unit, run.link_id);
  await forgetSeen(unit, run.id);
  const compte = compteOf(run);
  if (run.genre === 'signal' && run.read + run.gone + run.hidden === 0) await dropRun(unit, run.id);
  else await endRun(unit, run.id, outcomeOf(run));
  await noteAnswered(unit, link.id, { log: reading.log });
  await saveReading(unit, link.id, readingOf(unit, link, run));
  if (run.genre !== 'apercu') await noteDay(unit, link.id, run.set_aside > 0 ? 'partiels' : 'reussis');
  if (isWorthTelling(run)) {
    const { kind, nom, simulateur } = link;
    await unit.publish('import.finished', {
      ...{ link_id: link.id, kind, nom, simulateur },
      ...{ import_id: run.id, genre: run.genre, compte },
    });
  }
  await tellBoth(unit, run);
  const found = isWorthTelling(run) || run.set_aside > 0 || run.genre === 'apercu';
  unit.afterCommit(() =>
    deps.log[found ? 'info' : 'debug']('import done', {
      'event.action': 'import',
      'hub.run_id': run.id,
      'hub.link_id': run.link_id,
      'hub.genre': run.genre,
      ...Object.fromEntries(Object.entries(compte).map(([name, count]) => [`hub.import.${name}`, count])),
    }),
  );
}

function readingOf(unit: Unit, link: LinkRow, run: RunRow): Parameters<typeof saveReading>[2] {
  const now = unit.now.toString();
  if (run.genre === 'apercu') return { dernier_essai_at: now };
  if (run.genre === 'signal') return { dernier_essai_at: now, derniere_reussite_at: now };
  // A complete reading says it anew: none, if their order turned out not to be one.
  const watermark = readsAll(run.genre) ? run.watermark : (run.watermark ?? link.watermark);
  const whole = readsAll(run.genre) ? { derniere_complete_at: now } : {};
  const rhythm = { ...link, tells_changes: tellsChanges({ ...link, watermark }) };
  return {
    ...whole,
    ...(run.genre === 'initial' ? { premier_import_at: now } : {}),
    watermark,
    dernier_essai_at: now,
    derniere_reussite_at: now,
    prochaine_lecture_at: nextReadingAt(rhythm, unit.now),
  };
}

async function tellBoth(unit: Unit, run: RunRow): Promise<void> {
  await unit.tell(importTopic(run.id));
  await unit.tell(erpLinkTopic(run.link_id));
}
