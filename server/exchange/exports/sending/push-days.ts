// One person's day: marked and committed, called, then written down. The commit before the call is what a dead process leaves to be found.
import { erpLinkTopic, noteAnswered, noteObserved } from '#exchange/erp-links/index.ts';
import { actorOf, hold, holdRun, mine, RunLost } from '#exchange/runs/index.ts';
import type { Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { EcritureJour, IssuesJour, UniteHeures } from '../../../connectors/connector.ts';
import { FERMES } from '../rules.ts';
import { type ExportDeps, exportTopic, type Sending } from '../run.ts';
import { countRun, findNextDay, type MarkedLine, markDay, type Outcome, recordOutcomes } from '../sql/envoi.ts';
import type { Place } from '../sql/jours.ts';
import { hasRegularisations, insertRegularisations } from '../sql/regularisations.ts';
import { calmRun, exportRows, keepLateCompte } from '../sql/runs.ts';

/**
 * Whether days were left because they are no longer what was laid down. Throws UpstreamError where the ERP stops it, RunLost when
 * the run is no longer ours.
 */
export async function pushDays(deps: ExportDeps, sending: Sending): Promise<{ stale: boolean }> {
  for (let stale: Place | null = null; ; ) {
    sending.signal.throwIfAborted();
    const next: Next | null = await deps.inUnit(actorOf(sending.run), unit => takeNext(unit, sending, stale));
    if (!next) return { stale: stale !== null };
    if (!next.frais) {
      stale = next;
      continue;
    }
    const { lines } = next;
    const answered = await sending.heures.push(toEcriture(lines));
    await recordDay(deps, sending, { lines, answered });
    if (answered.arret) throw answered.arret;
    // They may be in trouble: it is looked up, after a while, before anything else leaves.
    if (answered.issues.some(issue => issue.etat === 'doubtful')) throw new UpstreamError({ word: 'unavailable' });
  }
}

type Next = Place & { frais: boolean; lines: MarkedLine[] };

async function takeNext(unit: Unit, sending: Sending, after: Place | null): Promise<Next | null> {
  const run = await hold(unit, exportRows, sending.run);
  const day = await findNextDay(unit, run, after);
  return day && { ...day, lines: day.frais ? await markDay(unit, run, day) : [] };
}

const isRemoval = (line: MarkedLine): boolean => line.etat === 'superseded';

function toEcriture(lines: readonly MarkedLine[]): EcritureJour {
  const inOrder = lines.toSorted((x, y) => (orderOf(x) < orderOf(y) ? -1 : 1));
  const writes = inOrder.filter(line => !isRemoval(line));
  const who = writes[0] ?? inOrder[0]!;
  return {
    personne: who.personne_externe ?? '',
    jour: who.jour,
    retirer: inOrder.filter(isRemoval).map(line => ({
      ...{ ligne: line.id, marque: line.marque, external_id: line.external_id ?? '', unite: toUnite(line) },
    })),
    ecrire: writes.map(line => ({
      ...{ ligne: line.id, marque: line.marque, unite: toUnite(line) },
      ...{ external_id: line.external_id, version: line.erp_version },
    })),
  };
}

const orderOf = ({ jour_erp, debut, cle }: MarkedLine): string => `${jour_erp} ${debut ?? ''} ${cle}`;

const toUnite = (line: MarkedLine): UniteHeures => ({
  cle: line.cle,
  pointage: line.pointage_id,
  chantier: line.chantier_externe,
  jour: line.jour_erp,
  minutes: line.minutes,
  debut: line.debut,
  fin: line.fin,
  indicatif: line.indicatif,
  contenu: line.contenu,
});

type Answered = { lines: readonly MarkedLine[]; answered: IssuesJour };

async function recordDay(deps: ExportDeps, sending: Sending, { lines, answered }: Answered): Promise<void> {
  const { run, link, log } = sending;
  const outcomes = lines.map(line => outcomeOf(line, answered));
  const isClear = outcomes.some(({ etat }) => etat !== null && etat !== 'doubtful');
  const held = await deps.inUnit(actorOf(run), async unit => {
    // What happened over there is true, whoever has the run by now.
    await recordOutcomes(unit, outcomes);
    const { jour, personne_id } = lines[0]!;
    const closed = outcomes.some(({ code }) => code !== null && FERMES.some(ferme => ferme === code));
    if (closed || (await hasRegularisations(unit, run.link_id, { jour, personne_id })))
      await insertRegularisations(unit, run, [{ jour, personne_id }]);
    if (answered.observed) await noteObserved(unit, run.link_id, answered.observed);
    await unit.tell(exportTopic(run.id));
    await unit.tell(erpLinkTopic(run.link_id));
    const ours = await holdRun(unit, exportRows, mine(run));
    if (!ours) await keepLateCompte(unit, run.id, await countRun(unit, run.id));
    if (!ours || !isClear) return ours;
    await calmRun(unit, run.id);
    if (link.probleme && link.probleme.mot !== 'internal') await noteAnswered(unit, link.id, { log });
    return ours;
  });
  if (!held) throw new RunLost('taken from us');
  if (isClear && link.probleme) sending.link = { ...link, probleme: null };
}

function outcomeOf({ id, essais }: MarkedLine, { issues }: IssuesJour): Outcome {
  const issue = issues.find(({ ligne }) => ligne === id);
  const none = { id, essais, external_id: null, version: null, code: null, phrase: null };
  if (!issue) return { ...none, etat: null };
  if (issue.etat === 'sent') return { ...none, etat: 'sent', external_id: issue.external_id, version: issue.version };
  if (issue.etat === 'refused') return { ...none, etat: 'refused', code: issue.code, phrase: issue.phrase };
  return { ...none, etat: issue.etat };
}
