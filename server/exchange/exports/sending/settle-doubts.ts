// What may be over there is looked for by its mark before anything is sent again.
import { noteEcarts } from '#exchange/erp-links/index.ts';
import { actorOf, hold } from '#exchange/runs/index.ts';
import { newId } from '#platform/ids.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { Ecart, LigneVue, Recherche } from '../../../connectors/connector.ts';
import { DOUBT_OVERLAP_S, DOUBT_RIPENS_MS } from '../rules.ts';
import { type ExportDeps, exportTopic, type Sending } from '../run.ts';
import { type Double, type Doubt, insertDoubles, listDoubts, type Settled, saveSettled } from '../sql/envoi.ts';
import { exportRows } from '../sql/runs.ts';

/** What was sent twice is looked for from well before its last try on. */
const VERIFY_OVERLAP_S = 3600;

/** Throws UpstreamError, RunLost. */
export async function settleDoubts(deps: ExportDeps, sending: Sending): Promise<void> {
  const { run, unreadable } = sending;
  const doubts = await deps.inUnit(actorOf(run), unit => listDoubts(unit, run.link_id, [...unreadable]));
  for (const [personne, group] of Map.groupBy(doubts, doubt => doubt.personne_externe)) {
    sending.signal.throwIfAborted();
    const seen = await look(deps, sending, group);
    if (seen === null) {
      unreadable.add(personne);
      continue;
    }
    await deps.inUnit(actorOf(run), async unit => {
      await hold(unit, exportRows, sending.run);
      const before = unit.now.epochMilliseconds - (deps.doubt_ripens_ms ?? DOUBT_RIPENS_MS);
      const found = group.map(doubt => settle(doubt, seen, Date.parse(doubt.depuis) <= before));
      const settled = found.flatMap(({ settled: line }) => (line ? [line] : []));
      if (settled.length > 0) await saveSettled(unit, run.id, settled);
      const doubles = found.flatMap(line => line.doubles);
      if (doubles.length > 0) await insertDoubles(unit, { run_id: run.id, closed: null }, doubles);
      await unit.tell(exportTopic(run.id));
    });
  }
}

/** Null where something of this person cannot be read: told once, and nobody else waits for it. Throws UpstreamError. */
async function look(
  deps: ExportDeps,
  { run, heures, log }: Sending,
  group: readonly Doubt[],
): Promise<LigneVue[] | null> {
  try {
    return await heures.find(lookFor(group));
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.is.word !== 'strange') throw error;
    const ecart: Ecart = { gravite: 'fiche', chemin: 'heures', constat: error.is.sample };
    await deps.inUnit(actorOf(run), unit => noteEcarts(unit, run.link_id, { ecarts: [ecart], log }));
    return null;
  }
}

/** What one of them was to be is told too: what stands there without its mark is known again by it. */
function lookFor(group: readonly Doubt[]): Recherche {
  const from = group.map(
    ({ tente_at, etat }) => Date.parse(tente_at) - (etat === 'doubtful' ? DOUBT_OVERLAP_S : VERIFY_OVERLAP_S) * 1000,
  );
  return {
    personne: group[0]!.personne_externe,
    jours: [...new Set(group.map(doubt => doubt.jour_erp))].sort(),
    depuis: new Date(Math.min(...from)).toISOString(),
    lignes: group
      .filter(({ etat }) => etat === 'doubtful')
      .map(({ marque, external_id, chantier_externe, jour_erp, debut, fin }) => ({
        ...{ marque, external_id, chantier: chantier_externe, jour: jour_erp, debut, fin },
      })),
  };
}

/** `ripe`: what is not to be seen by now will not come any more. */
function settle(
  doubt: Doubt,
  seen: readonly LigneVue[],
  ripe: boolean,
): { settled: Settled | null; doubles: Double[] } {
  const marked = seen.filter(({ marque }) => marque === doubt.marque);
  const kept =
    marked.find(({ external_id }) => external_id === doubt.external_id) ?? (isOut(doubt) ? undefined : marked[0]);
  const doubles = marked
    .filter(vue => vue !== kept)
    .map(({ external_id, minutes }) => ({ id: newId(), ligne_id: doubt.id, external_id, minutes }));
  const none = { id: doubt.id, etat: null, external_id: null, version: null, minutes: null, a_verifier: false };
  if (doubt.etat === 'sent' || isOut(doubt)) return { settled: none, doubles };
  if (kept) {
    const { external_id, version, minutes } = kept;
    return { settled: { ...none, etat: 'sent', external_id, version, minutes }, doubles };
  }
  if (doubt.etat !== 'doubtful') return { settled: none, doubles };
  return { settled: ripe ? { ...none, etat: 'to_send', a_verifier: true } : null, doubles };
}

const isOut = ({ etat }: Doubt): boolean => etat === 'superseded';
