// Sends what waits: in order, one at a time over all tabs, under the name of whoever typed it and no other.

import type { Page } from '#contract/page.ts';
import type { LotPointages, Pointage, ResultatLotPointages } from '#contract/pointage.ts';
import type { Session } from '#contract/session.ts';
import { ApiProblem, api, OfflineError } from '../../../lib/api.ts';
import { inTurn } from '../../../lib/turns.ts';
import { dropEntree, entreesOf, oneEntree, putEntree, whileUnderWay } from './outbox.ts';
import { CHANGED, type Differend, type Entree, judge, placeOf, refusedAbsences, refusedOf } from './rules.ts';

/** `attente`: kept on the phone, it leaves by itself. */
export type Issue = { etat: 'envoyee' | 'attente' | 'conflit'; remarques: string[] };

const mayHeal = (error: unknown): boolean =>
  error instanceof OfflineError ||
  (error instanceof ApiProblem &&
    (error.status >= 500 || [401, 408, 429].includes(error.status) || error.code === 'idempotency.running'));

/** What the hub keeps at the places of an entry. */
async function readTheirs({ lot }: Entree): Promise<Map<string, Pointage>> {
  const people = new Set(lot.items.map(item => item.personne_id));
  const [first] = lot.items;
  if (!first) return new Map();
  const one = people.size === 1 ? { personne_id: first.personne_id } : { chantier_id: first.chantier_id };
  const days = lot.items.map(({ jour }) => jour).toSorted();
  const query = { ...one, du: days[0], au: days.at(-1), limit: 200 };
  const { items } = await api<Page<Pointage>>('GET', '/api/v1/pointages', { query, fresh: true });
  return new Map(items.map(pointage => [placeOf(pointage), pointage]));
}

const toConflict = async (entree: Entree, differends: Differend[]): Promise<Issue> => {
  const items = differends.map(({ item }) => item);
  await putEntree({ ...entree, lot: { ...entree.lot, items }, etat: 'conflit', differends });
  return { etat: 'conflit', remarques: [] };
};

type Ready = { send: Entree } | { refused: Differend[] } | null;

/** An entry that waited is looked at against what the hub keeps now; null: nothing of it is left to send. */
async function readyToSend(entree: Entree): Promise<Ready> {
  if (entree.essais === 0) return { send: entree };
  const theirs = await readTheirs(entree);
  const { items, absences, soumettre } = entree.lot;
  const judged = items.map(item => {
    const there = theirs.get(placeOf(item)) ?? null;
    return { item, there, verdict: judge(item, there, soumettre) };
  });
  const conflicts = judged.filter(({ verdict }) => verdict === 'conflit');
  if (conflicts.length > 0)
    return { refused: conflicts.map(({ item, there }) => ({ item, theirs: there, ...CHANGED })) };
  const left = judged.filter(({ verdict }) => verdict === 'envoyer').map(({ item }) => item);
  if (left.length === 0 && absences.length === 0) return null;
  if (left.length === items.length) return { send: entree };
  // Other content is another request.
  return { send: { ...entree, id: crypto.randomUUID(), lot: { ...entree.lot, items: left } } };
}

async function post(entree: Entree, id: string): Promise<Issue> {
  const body: LotPointages = { ...entree.lot, atomique: false };
  const result = await api<ResultatLotPointages>('POST', '/api/v1/pointages/lot', { body, key: entree.id });
  const remarques = refusedAbsences(entree.lot, result);
  if (result.items.slice(0, entree.lot.items.length).every(({ status }) => status < 400)) {
    await dropEntree(id);
    return { etat: 'envoyee', remarques };
  }
  const theirs = await readTheirs(entree).catch(() => new Map<string, Pointage>());
  const rest = { ...entree, id, lot: { ...entree.lot, absences: [] } };
  return { ...(await toConflict(rest, refusedOf(entree.lot, result, theirs))), remarques };
}

/** The hub refuses all of it, for good: it stays on the phone until its author has seen why. */
async function refused(entree: Entree, problem: ApiProblem): Promise<Issue> {
  if (entree.lot.items.length === 0) {
    await dropEntree(entree.id);
    return { etat: 'conflit', remarques: [problem.detail] };
  }
  const theirs = await readTheirs(entree).catch(() => new Map<string, Pointage>());
  const { status, title, detail } = problem;
  const conflit = [409, 412, 422].includes(status);
  return await toConflict(
    entree,
    entree.lot.items.map(item => ({ item, theirs: theirs.get(placeOf(item)) ?? null, title, detail, conflit })),
  );
}

async function sendOne(entree: Entree): Promise<Issue> {
  await putEntree({ ...entree, essais: entree.essais + 1 });
  try {
    const session = await api<Session>('GET', '/api/auth/session', { fresh: true });
    if (session.personne.id !== entree.personne_id) return { etat: 'attente', remarques: [] };
    const ready = await readyToSend(entree);
    if (ready === null) {
      await dropEntree(entree.id);
      return { etat: 'envoyee', remarques: [] };
    }
    return 'refused' in ready ? await toConflict(entree, ready.refused) : await post(ready.send, entree.id);
  } catch (error) {
    if (error instanceof ApiProblem && !mayHeal(error)) return await refused(entree, error);
    if (!mayHeal(error)) throw error;
    return { etat: 'attente', remarques: [] };
  }
}

/** Written down first, then sent: whatever happens in between, it is not lost. */
export const saveEntree = (entree: Entree): Promise<Issue> =>
  whileUnderWay(entree.id, async () => {
    await putEntree(entree);
    return await inTurn(() => sendOne(entree));
  });

/** Everything that waits of this person; says whether something left. */
export async function sendWaiting(personne_id: string): Promise<boolean> {
  let left = false;
  const waiting = (await entreesOf(personne_id)).filter(({ etat }) => etat === 'attente');
  for (const { id } of waiting) {
    const issue = await inTurn(async () => {
      const kept = await oneEntree(id);
      // It may have left already, and its answer been lost: never taken for a first try.
      return kept?.etat === 'attente' ? await sendOne({ ...kept, essais: Math.max(1, kept.essais) }) : null;
    });
    if (issue?.etat === 'attente') break;
    left ||= issue !== null;
  }
  return left;
}
