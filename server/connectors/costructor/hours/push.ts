// One person's day written over there: what goes, then what comes, one call after the other. What is uncertain is said and
// never tried again here (FACT-OBS [C1]: the same payload twice makes two entries).
import { semaineDe } from '#contract/calendrier.ts';
import { OutboundFailed, OutboundRefused } from '#platform/outbound.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { EcritureJour, IssueLigne, IssuesJour, Midnight, UniteHeures } from '../../connector.ts';
import type { Client, Written } from '../client.ts';
import { Created } from './entry.ts';
import { isAboutTimes, type Refus, type Refusal, refusOf } from './refusals.ts';

export const ENTRIES = '/timesheet_entries';

/** `midnight`: how they write it, learnt by writing. */
export type Hours = { client: Client; midnight: Midnight | undefined };

type Issue =
  | { etat: 'sent'; external_id: string; version: null }
  | { etat: 'removed' }
  | ({ etat: 'refused' } & Refus)
  | { etat: 'doubtful' };
/** What one day has taught: weeks that are locked, lines whose old entry stands, doubts in a row. */
type Round = { hours: Hours; weeks: Map<string, Refus>; standing: Map<string, Refus>; doubts: number };

const NO_MIDNIGHT = 'Costructor n’a pas de quoi écrire la dernière minute du jour.';
const NOT_REMOVED = 'La saisie qu’elle remplace n’a pas pu être ôtée de Costructor';
/** In a row: they are not well, and each try may leave an entry to look up. No answer at all counts for as many. */
const MAX_DOUBTS = 2;

/** Never throws for what they do. */
export async function pushDay(hours: Hours, day: EcritureJour): Promise<IssuesJour> {
  const { midnight } = hours;
  const issues: IssueLigne[] = [];
  const arret = await writeDay(hours, day, issues);
  const learnt = hours.midnight !== undefined && hours.midnight !== midnight;
  return { issues, arret, ...(learnt ? { observed: { midnight: hours.midnight! } } : {}) };
}

async function writeDay(hours: Hours, day: EcritureJour, issues: IssueLigne[]): Promise<UpstreamError | null> {
  const round: Round = { hours, weeks: new Map(), standing: new Map(), doubts: 0 };
  const unwell = () => new UpstreamError({ word: 'unavailable' });
  try {
    for (const { ligne, external_id, unite } of day.retirer) {
      const issue = condemned(round, unite) ?? (await tried(round, () => remove(hours, external_id)));
      issues.push({ ligne, ...issue });
      if (issue.etat === 'refused') noteRefusal(round, unite, { ...issue, phrase: `${NOT_REMOVED} : ${issue.phrase}` });
      // What replaces it, written now, could stand beside it.
      if (issue.etat === 'doubtful') return unwell();
    }
    for (const { ligne, marque, unite } of day.ecrire) {
      const entry = { ...unite.contenu, user: day.personne, notes: notesOf(marque, unite) };
      const issue =
        condemned(round, unite) ?? standing(round, unite) ?? (await tried(round, () => create(hours, entry)));
      issues.push({ ligne, ...issue });
      if (issue.etat === 'refused') noteRefusal(round, unite, issue);
      if (round.doubts >= MAX_DOUBTS) return unwell();
    }
    return null;
  } catch (error) {
    if (error instanceof OutboundRefused) return new UpstreamError({ word: 'denied', why: 'address' }, error);
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

const notesOf = (marque: string, { contenu: { notes } }: UniteHeures): string =>
  typeof notes === 'string' ? `${marque} · ${notes}` : marque;

/** A locked week refuses all that is left of it: said of each line without asking again. */
const condemned = ({ weeks }: Round, { jour }: UniteHeures): Issue | null => {
  const refus = weeks.get(semaineDe(jour));
  return refus ? { etat: 'refused', ...refus } : null;
};

const standing = (round: Round, { pointage }: UniteHeures): Issue | null => {
  const refus = pointage === null ? undefined : round.standing.get(pointage);
  return refus ? { etat: 'refused', ...refus } : null;
};

function noteRefusal(round: Round, { jour, pointage }: UniteHeures, refus: Refus & { etat: 'refused' }): void {
  const { code, phrase } = refus;
  if (code === 'verrouille') round.weeks.set(semaineDe(jour), { code, phrase });
  else if (pointage !== null && phrase.startsWith(NOT_REMOVED)) round.standing.set(pointage, { code, phrase });
}

async function tried(round: Round, work: () => Promise<Issue>): Promise<Issue> {
  try {
    const issue = await work();
    round.doubts = 0;
    return issue;
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.is.word !== 'doubtful') throw error;
    round.doubts += error.cause instanceof OutboundFailed ? MAX_DOUBTS : 1;
    return { etat: 'doubtful' };
  }
}

async function remove({ client }: Hours, external_id: string): Promise<Issue> {
  const written = await client.write('DELETE', `${ENTRIES}/${encodeURIComponent(external_id)}`);
  if (written.is === 'done' || written.status === 404 || written.status === 410) return { etat: 'removed' };
  return await refusal(client, written);
}

/** Midnight is tried as they are known to write it, else one way and the other: a refused entry was not made. */
async function create(hours: Hours, entry: Record<string, unknown>): Promise<Issue> {
  const { client } = hours;
  const late = entry['endTime'] === '24:00';
  const ways: readonly string[] = !late
    ? [String(entry['endTime'])]
    : hours.midnight === '00:00'
      ? ['00:00', '24:00']
      : ['24:00', '00:00'];
  for (const endTime of ways) {
    const written = await client.write('POST', ENTRIES, { ...entry, endTime });
    if (written.is === 'done') {
      if (late && (hours.midnight !== undefined || endTime !== '24:00')) hours.midnight = endTime as Midnight;
      return createdBy(written);
    }
    if (!late || !isAboutTimes(written)) return await refusal(client, written);
  }
  hours.midnight = 'none';
  return { etat: 'refused', code: 'irrepresentable', phrase: NO_MIDNIGHT };
}

/** Said to be done, by an answer that does not name it: it is looked for by its mark. */
function createdBy({ data }: Extract<Written, { is: 'done' }>): Issue {
  const created = Created.safeParse(data).data;
  return created ? { etat: 'sent', external_id: created.id, version: null } : { etat: 'doubtful' };
}

/** 403 may be the line's, or that of a plan without hours: only the list tells. */
async function refusal(client: Client, refused: Refusal): Promise<Issue> {
  if (refused.status === 403) await client.list(ENTRIES, { _limit: 1 });
  return { etat: 'refused', ...refusOf(refused) };
}
