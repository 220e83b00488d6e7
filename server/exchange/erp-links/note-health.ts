// How a connexion fares, as the engine saw it. Each word of upstream.ts has one meaning here; a trouble is said once, and so
// is its end.
import type { MotProbleme } from '#contract/values.ts';
import type { Log } from '#platform/log.ts';
import type { Unit } from '#platform/unit.ts';
import type { Upstream } from '#platform/upstream.ts';
import type { Ecart, Traits } from '../../connectors/connector.ts';
import type { LinkRow } from './link-row.ts';
import { problemePhrase } from './messages.ts';
import { erpLinkTopic, isSilenceDue, parisDay } from './rules.ts';
import { addObserved, countDay, endTrouble, insertEcarts, saveErpLink, takeErpLink } from './sql.ts';

/** An exchange went well: what was wrong is over, and its end is said if the trouble had been. */
export async function noteAnswered(unit: Unit, link_id: string, { log }: { log: Log }): Promise<void> {
  const trouble = await endTrouble(unit, link_id);
  if (!trouble) return;
  await sayRestored(unit, trouble);
  const said = { 'event.action': 'erp_back', 'hub.link_id': link_id, 'hub.depuis': trouble.probleme_depuis };
  unit.afterCommit(() => log.info('the ERP is back', said));
}

type Told = Pick<LinkRow, 'id' | 'kind' | 'nom' | 'simulateur' | 'probleme_depuis' | 'probleme_annonce'>;

/** Its end is a fact only when its beginning was one. */
export async function sayRestored(unit: Unit, link: Told): Promise<void> {
  await unit.tell(erpLinkTopic(link.id));
  if (!link.probleme_annonce || !link.probleme_depuis) return;
  await unit.publish('erp_link.restored', { ...factOf(link), depuis: link.probleme_depuis });
}

export const factOf = ({ id, kind, nom, simulateur }: Omit<Told, 'probleme_depuis' | 'probleme_annonce'>) => ({
  link_id: id,
  kind,
  nom,
  simulateur,
});

/** `internal`: the hub failed, not the ERP; the run says so to people, and the log already has the error. */
export type Trouble = Upstream | { word: 'internal' };

/** `prochain_essai_at`: when the engine will call again; null when it will not by itself. RFC 3339. */
export type TroubleSeen = { is: Trouble; prochain_essai_at: string | null; log: Log };

/** Silence is told once it has lasted five minutes; what only a person can mend is told at once. */
export async function noteTrouble(unit: Unit, link_id: string, trouble: TroubleSeen): Promise<void> {
  const link = await takeErpLink(unit, link_id);
  if (!link) return;
  await unit.tell(erpLinkTopic(link_id));
  if (trouble.is.word === 'busy') return void (await saveErpLink(unit, link_id, { pas_avant: trouble.is.retry_at }));
  const mot = motOf(trouble.is);
  const same = link.probleme?.mot === mot;
  const depuis = (same && link.probleme_depuis) || unit.now.toString({ smallestUnit: 'millisecond' });
  const due = isDue(mot, { same, depuis, announced: link.probleme_annonce, now: unit.now });
  const { prochain_essai_at, log } = trouble;
  await saveErpLink(unit, link_id, {
    probleme: { mot, phrase: problemePhrase({ mot, depuis, prochain_essai_at, now: unit.now }) },
    probleme_depuis: depuis,
    probleme_annonce: link.probleme_annonce || due,
    prochain_essai_at,
    ...(link.etat === 'active' && mot === 'denied' ? { etat: 'a_reconnecter' } : {}),
    ...(link.etat === 'active' && (mot === 'rights' || mot === 'address') ? { etat: 'a_verifier' } : {}),
  });
  if (due) await unit.publish('erp_link.broken', { ...factOf(link), mot, depuis });
  if (!same) unit.afterCommit(() => logTrouble(log, link_id, trouble.is));
}

/** A write in doubt has no sense for a reading: it is a silence. What they refuse of a reading is strange. */
function motOf(is: Trouble): MotProbleme {
  if (is.word === 'internal') return 'internal';
  if (is.word === 'denied') return is.why === 'credentials' ? 'denied' : is.why;
  return is.word === 'unavailable' || is.word === 'doubtful' ? 'unavailable' : 'strange';
}

type Judged = { same: boolean } & Parameters<typeof isSilenceDue>[0];

const isDue = (mot: MotProbleme, { same, ...silence }: Judged): boolean =>
  mot === 'unavailable' ? isSilenceDue(silence) : mot !== 'internal' && !same;

/** `warn`: heals alone. `error`: a person must act. */
function logTrouble(log: Log, link_id: string, is: Trouble): void {
  if (is.word === 'internal') return;
  const fields = { 'event.action': 'erp_gone', 'hub.link_id': link_id, 'hub.mot': motOf(is) };
  if (motOf(is) === 'unavailable') log.warn('the ERP does not answer', fields);
  else
    log.error('the ERP cannot be read', { ...fields, ...(is.word === 'strange' ? { 'hub.sample': is.sample } : {}) });
}

/** One outcome of the Paris day, for the bars of the connexion. */
export async function noteDay(unit: Unit, link_id: string, outcome: 'reussis' | 'partiels' | 'echoues'): Promise<void> {
  await countDay(unit, link_id, { jour: parisDay(unit.now), outcome });
  await unit.tell(erpLinkTopic(link_id));
}

/** What did not fit in their answers, each written and logged (warn) the first time only. */
export async function noteEcarts(
  unit: Unit,
  link_id: string,
  { ecarts, log }: { ecarts: readonly Ecart[]; log: Log },
): Promise<void> {
  if (ecarts.length === 0) return;
  for (const { gravite, chemin, constat } of await insertEcarts(unit, link_id, ecarts)) {
    const fields = { 'hub.link_id': link_id, 'hub.gravite': gravite, 'hub.chemin': chemin, 'hub.constat': constat };
    unit.afterCommit(() => log.warn('the ERP answers otherwise', { 'event.action': 'erp_ecart', ...fields }));
  }
}

/** What their answers contradict of the connector's traits: remembered for this connexion. */
export async function noteObserved(unit: Unit, link_id: string, observed: Partial<Traits>): Promise<void> {
  if (await addObserved(unit, link_id, observed)) await unit.tell(erpLinkTopic(link_id));
}
