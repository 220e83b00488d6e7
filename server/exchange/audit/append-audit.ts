import { randomBytes } from 'node:crypto';
import type { FaitAudit } from '#contract/audit.ts';
import { newId } from '#platform/ids.ts';
import type { Actor, Unit } from '#platform/unit.ts';
import { hashOfDetails, hashOfLink, type Link } from './chain.ts';
import { insertLinks, type NewDetails, pseudonymsOf, takeHead } from './sql.ts';

type Facts = Record<string, string | number | boolean | null | readonly string[]>;
export type Entry = {
  type: FaitAudit;
  subject: { kind: 'api_key'; id: string };
  /** Whose thing it is. */
  personne_id: string | null;
  /** Kept for ever: no name, no address, no free text. */
  data: Facts;
  /** What may have to be forgotten: kept outside of the chain, and gone with the person. */
  details?: Facts;
  /** Who did it, when that is not who writes it down. */
  by?: Pick<Actor, 'kind' | 'personne_id'>;
};

/**
 * Writes these down, in this order, at the end of the trail. To be called last in a unit: the end of the chain is then
 * held until the commit, and two units that also wait for each other elsewhere would never end.
 */
export async function appendAudit(unit: Unit, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const people = entries.flatMap(entry => [entry.personne_id, (entry.by ?? unit.actor).personne_id]);
  const known = await pseudonymsOf(unit, [...new Set(people.filter(id => id !== null))].toSorted());
  const pseudonym = (id: string | null) => (id === null ? null : (known.get(id) ?? null));
  let head = await takeHead(unit);
  const links: (Link & { hash: string })[] = [];
  const beside: NewDetails[] = [];
  for (const entry of entries) {
    const by = entry.by ?? unit.actor;
    // Without a person whose erasure takes them away, they are not kept.
    const details = entry.personne_id && known.has(entry.personne_id) ? detailsOf(unit, entry, head.n + 1) : null;
    const link: Link = {
      n: head.n + 1,
      id: newId(),
      at: unit.now.toString({ fractionalSecondDigits: 3 }),
      type: entry.type,
      actor_kind: by.kind,
      actor: pseudonym(by.personne_id),
      subject_kind: entry.subject.kind,
      subject_id: entry.subject.id,
      concerne: pseudonym(entry.personne_id),
      data: entry.data,
      details_hash: details ? hashOfDetails(details.salt, details.data) : null,
      prev_hash: head.hash,
    };
    head = { n: link.n, hash: hashOfLink(link) };
    links.push({ ...link, hash: head.hash });
    if (details) beside.push(details);
  }
  await insertLinks(unit, links, beside);
}

/** Where a request came from is told with what it did. */
function detailsOf({ request }: Unit, { details, personne_id }: Entry, n: number): NewDetails | null {
  const from = request ? { ip: request.ip, agent: request.agent } : {};
  const data = { ...from, ...details };
  return Object.keys(data).length > 0 ? { n, personne_id, salt: randomBytes(16), data } : null;
}
