// What stands over there: one person's days, to settle a doubt, or everybody's, to compare. Their filters are sent and never
// trusted: an unknown one is ignored in silence (FACT-OBS [C5] [C6]), which the rows themselves show.
import { ajouterJours, joursEntre } from '#contract/calendrier.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { LigneCherchee, LigneVue, Recherche } from '../../connector.ts';
import type { Client } from '../client.ts';
import { type Order, type Row, START, walk } from '../paging.ts';
import { type SeenEntry, toLigneVue } from './entry.ts';
import { ENTRIES } from './push.ts';

const NEWEST_FIRST = { _sort: 'createdAt', _order: 'desc' };
const BY_CREATION: Order = { by: 'created_at', descending: true };
/** Hours are not entered longer than this before their day. ASSUMPTION (ours): a list without filter has to end somewhere. */
const ENTERED_BEFORE_DAYS = 40;

/** `now_ms`: ours, to tell how far behind their clock is. */
export type Watch = { client: Client; now_ms: () => number };
/** `recent`: made since `until`, or nobody knows when. */
type Shown = SeenEntry & { recent: boolean };
type Query = { filter: Record<string, string>; until: string };

/**
 * Newest first, until one is older than `until` in a list that has shown this order; to its end otherwise. A clock of theirs
 * that is behind ours moves `until` back as much: what was written a minute ago must not look older than the attempt.
 */
async function* readEntries({ client, now_ms }: Watch, { filter, until }: Query): AsyncGenerator<Shown[]> {
  let behind_ms = 0;
  const ask = async (page: Record<string, number>) => {
    const answer = await client.list(ENTRIES, { ...filter, ...NEWEST_FIRST, ...page });
    behind_ms = Math.min(behind_ms, Date.parse(answer.now) - now_ms());
    return answer;
  };
  let newest = '';
  for await (const { rows, place } of walk(ask, START, BY_CREATION)) {
    const bound = new Date(Date.parse(until) + behind_ms).toISOString();
    const isRecent = ({ created_at }: Row) => created_at === null || created_at >= bound;
    yield rows.map(row => ({ ...toLigneVue(row.raw), recent: isRecent(row) }));
    const stamps = rows.flatMap(row => row.created_at ?? []);
    newest ||= stamps[0] ?? '';
    const oldest = stamps.at(-1) ?? '';
    if (place.sorted && oldest !== '' && oldest < newest && oldest < bound) return;
  }
}

/**
 * Everything of that person on these days. An entry made since then that came without our mark, or without what would bear it, is ours
 * when it is just what was to be written: they may drop notes. Throws `strange` where it cannot be told: ours, taken for another's, would be written a second time.
 */
export async function findDays(watch: Watch, what: Recherche): Promise<LigneVue[]> {
  const { personne, jours, depuis, lignes } = what;
  const found = new Map<string, LigneVue>();
  const mute = new Map<string, LigneVue>();
  const bare = new Map<string, LigneVue>();
  const look = async (filter: Query['filter']): Promise<number> => {
    let shown = 0;
    for await (const entries of readEntries(watch, { filter, until: depuis })) {
      shown += entries.length;
      for (const entry of entries) {
        if (entry.is === 'unreadable') mayBeOneOf(entry, what);
        else if (entry.is === 'hours' && entry.vue.personne === personne && jours.includes(entry.vue.jour))
          (entry.recent && entry.muette ? mute : entry.recent && entry.vide ? bare : found).set(
            entry.vue.external_id,
            entry.vue,
          );
      }
    }
    return shown;
  };
  const shown = await look({ user: personne, ...(jours.length === 1 ? { day: jours[0]! } : {}) });
  // Nothing at all: there is nothing, or the filter means something else over there. What was written must not be missed.
  if (shown === 0) await look({});
  if (mute.size > 0 && !lignes) throw unreadable();
  return [...found.values(), ...named([...mute.values(), ...bare.values()], [...found.values()], lignes ?? [])];
}

/** Each line looked for and not seen takes one entry: the one it is known by, else one that is just like it. */
function named(mute: readonly LigneVue[], found: readonly LigneVue[], lignes: readonly LigneCherchee[]): LigneVue[] {
  const left = lignes.filter(
    ({ marque, external_id }) => !found.some(vue => vue.marque === marque || vue.external_id === external_id),
  );
  const take = (fits: (line: LigneCherchee) => boolean): string | null => {
    const at = left.findIndex(fits);
    return at < 0 ? null : left.splice(at, 1)[0]!.marque;
  };
  // Ids first: another's entry for the same hours must not take the name of ours.
  const known = mute.map(vue => take(({ external_id }) => external_id === vue.external_id));
  const alike = (vue: LigneVue) =>
    take(
      ({ chantier, jour, debut, fin }) =>
        chantier === vue.chantier && jour === vue.jour && debut === vue.debut && fin === vue.fin,
    );
  return mute.map((vue, rank) => ({ ...vue, marque: known[rank] ?? alike(vue) }));
}

const unreadable = () => new UpstreamError({ word: 'strange', sample: 'saisie d’heures illisible' });

function mayBeOneOf(entry: { personne: string | null; jour: string | null }, { personne, jours }: Recherche): void {
  const elsewhere =
    (entry.personne !== null && entry.personne !== personne) || (entry.jour !== null && !jours.includes(entry.jour));
  if (!elsewhere) throw unreadable();
}

type Period = { du: string; au: string };
type Page = { lignes: LigneVue[]; illisibles: number };

/** Day by day while their filter works, from one list of everything otherwise. Nothing is given twice. */
export async function* listDays(watch: Watch, period: Period): AsyncGenerator<Page> {
  const given = new Set<string>();
  const count = joursEntre(period.du, period.au) + 1;
  let shown = 0;
  for (const jour of Array.from({ length: count }, (_, n) => ajouterJours(period.du, n))) {
    for await (const entries of readEntries(watch, { filter: { day: jour }, until: startOf(period) })) {
      shown += entries.length;
      if (entries.some(entry => jourOf(entry) !== jour && jourOf(entry) !== null))
        return yield* listAll(watch, period, given);
      yield pageOf(entries, period, given);
    }
  }
  if (shown === 0 && (await hides(watch, period))) yield* listAll(watch, period, given);
}

async function* listAll(watch: Watch, period: Period, given: Set<string>): AsyncGenerator<Page> {
  for await (const entries of readEntries(watch, { filter: {}, until: startOf(period) }))
    yield pageOf(entries, period, given);
}

/** A filter that showed nothing while the last entries made are of these days means something else over there. */
async function hides(watch: Watch, { du, au }: Period): Promise<boolean> {
  const { rows } = await watch.client.list(ENTRIES, { ...NEWEST_FIRST, _limit: 100 });
  return rows.map(toLigneVue).some(entry => {
    const jour = jourOf(entry);
    return jour !== null && jour >= du && jour <= au;
  });
}

const startOf = ({ du }: Period) => `${ajouterJours(du, -ENTERED_BEFORE_DAYS)}T00:00:00.000Z`;
const jourOf = (entry: SeenEntry): string | null =>
  entry.is === 'hours' ? entry.vue.jour : entry.is === 'unreadable' ? entry.jour : null;

function pageOf(entries: readonly SeenEntry[], { du, au }: Period, given: Set<string>): Page {
  const within = (jour: string | null) => jour === null || (jour >= du && jour <= au);
  const lignes = entries.flatMap(entry => (entry.is === 'hours' && within(entry.vue.jour) ? [entry.vue] : []));
  const fresh = lignes.filter(({ external_id }) => !given.has(external_id) && given.add(external_id));
  const illisibles = entries.filter(entry => entry.is === 'unreadable' && within(entry.jour)).length;
  return { lignes: fresh, illisibles };
}
