import { Temporal } from 'temporal-polyfill';
import type { RefusCle } from '#contract/values.ts';
import type { Use } from '#platform/http/collect-uses.ts';
import type { Unit } from '#platform/unit.ts';
import { appendAudit, type Entry, motifsSince } from '../audit/index.ts';
import type { Refusal } from './collect-refusals.ts';
import { addUsage, type Known, saveUses, takeRefused } from './sql/activity.ts';

/** Last uses, the count of the day, and a first use into the trail of its key. */
export async function saveUsesOfKeys(unit: Unit, uses: readonly Use[]): Promise<void> {
  const first = await saveUses(unit, uses);
  await addUsage(
    unit,
    uses.map(({ id, at, n }) => ({ id, at, n, issue: 'accepted' as const })),
  );
  const entries = first.map(key => entryOf(key, 'api_key.first_used', uses.find(use => use.id === key.id)!));
  await appendAudit(unit, entries);
}

/** Each is counted; the trail says a motif of a key once an hour at most: who knocks all day would bury the rest. */
export async function saveRefusals(unit: Unit, refusals: readonly Refusal[]): Promise<void> {
  const isHash = ({ key }: Refusal) => key.endsWith('=');
  const keys = await takeRefused(unit, {
    ids: refusals.filter(one => !isHash(one)).map(one => one.key),
    hashes: refusals.filter(isHash).map(one => one.key),
  });
  const named = new Map(keys.flatMap(key => [[key.id, key] as const, [key.secret_hash, key] as const]));
  const known = refusals.flatMap(refusal => {
    const key = named.get(refusal.key);
    const motif = refusal.reason === 'unauthenticated' ? key?.motif : refusal.reason;
    return key && motif ? [{ key, motif, refusal }] : [];
  });
  if (known.length === 0) return;
  await addUsage(
    unit,
    known.map(({ key, motif, refusal: { at, n } }) => ({ id: key.id, at, n, issue: motif })),
  );
  for (const { key, motif, refusal } of known) {
    unit.security(motif === 'revoked' ? 'authn_token_reuse' : 'authn_login_fail', {
      'hub.api_key_id': key.id,
      'hub.reason': motif,
      'source.ip': refusal.ip,
    });
  }
  await appendAudit(unit, await notSaidLately(unit, known));
}

type Told = { key: Known; motif: RefusCle; refusal: Refusal };

async function notSaidLately(unit: Unit, told: readonly Told[]): Promise<Entry[]> {
  const since = unit.now.subtract({ hours: 1 }).toString();
  const entries: Entry[] = [];
  const said = new Map<string, Set<string>>();
  for (const { key, motif, refusal } of told) {
    const motifs =
      said.get(key.id) ?? new Set(await motifsSince(unit, { type: 'api_key.refused', subject_id: key.id, since }));
    said.set(key.id, motifs);
    if (motifs.has(motif)) continue;
    motifs.add(motif);
    entries.push({ ...entryOf(key, 'api_key.refused', refusal), data: { motif } });
  }
  return entries;
}

type Seen = { at: string; ip: string; agent: string };

/** Written down by the hub, done with the key. */
const entryOf = (key: Known, type: Entry['type'], { at, ip, agent }: Seen): Entry => ({
  type,
  subject: { kind: 'api_key', id: key.id },
  personne_id: key.personne_id,
  by: { kind: 'api_key', personne_id: key.personne_id },
  data: {},
  details: { nom: key.nom, ip, agent, at: Temporal.Instant.from(at).toString({ fractionalSecondDigits: 3 }) },
});
