// Decisions on chantiers: pure, no database, no clock.
import type { Chantier, UpdateChantier } from '#contract/chantier.ts';
import type { ChantierFact } from '#contract/events.ts';
import type { StatutChantier } from '#contract/values.ts';

/** domain.md §1. A transition binds people, not imports: an ERP may reopen (settled.md 29). */
const NEXT: Record<StatutChantier, readonly StatutChantier[]> = {
  ouvert: ['en_cours', 'ferme'],
  en_cours: ['receptionne', 'ferme'],
  receptionne: ['en_cours', 'ferme'],
  ferme: [],
};

export const canChangeStatut = (from: StatutChantier, to: StatutChantier): boolean => NEXT[from].includes(to);

export const isWritable = (statut: StatutChantier): boolean => statut === 'ouvert' || statut === 'en_cours';

/** After `last` (the highest automatic code ever given): A001 … A999, B001 … Z999, then null. */
export function nextCode(last: string | null): string | null {
  if (last === null) return 'A001';
  const letter = last.charCodeAt(0);
  const number = Number(last.slice(1));
  if (number < 999) return last.charAt(0) + String(number + 1).padStart(3, '0');
  return letter < 90 ? `${String.fromCharCode(letter + 1)}001` : null;
}

/** Automatic codes that nobody ever had, deleted chantiers included: for when somebody wrote Z999 by hand. */
export function freeCodes(used: ReadonlySet<string>, count: number): string[] {
  const codes: string[] = [];
  for (let code = nextCode(null); code !== null && codes.length < count; code = nextCode(code)) {
    if (!used.has(code)) codes.push(code);
  }
  return codes;
}

/** The next `count` automatic codes; fewer when the end is reached. */
export function nextCodes(last: string | null, count: number): string[] {
  const codes: string[] = [];
  for (let code = nextCode(last); code !== null && codes.length < count; code = nextCode(code)) codes.push(code);
  return codes;
}

/** Sixteen hues that stay readable under white text, given in turn so that neighbours differ. */
const PALETTE = [
  '#1F5FA8',
  '#B4451F',
  '#2E7D4F',
  '#7A3E9D',
  '#A8621F',
  '#1F7F8C',
  '#A32F5B',
  '#5B6B1E',
  '#3F51B5',
  '#8C4A2F',
  '#00695C',
  '#6A1B9A',
  '#9E7700',
  '#37697E',
  '#AD1457',
  '#4E6E58',
] as const;
export const colourFor = (rank: number): string => PALETTE[rank % PALETTE.length]!;

/** Names of the fields that really change; comparing by value, so that sending the same thing twice is not a change. */
export function changedFields(before: Record<string, unknown>, after: UpdateChantier): (keyof UpdateChantier)[] {
  const names = Object.keys(after) as (keyof UpdateChantier)[];
  return names.filter(name => after[name] !== undefined && !sameValue(before[name], after[name]));
}

const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

/** Lists of references have no order of their own; keys of objects neither. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical);
    return items.every(isReference)
      ? items.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : items;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([k, v]) => [k, canonical(v)]),
  );
}

const isReference = (item: unknown): boolean => typeof item === 'object' && item !== null && 'external_id' in item;

/** The two halves of a position, the order of two dates: what one field cannot say alone. */
export function coherence(chantier: {
  latitude: number | null;
  longitude: number | null;
  date_debut: string | null;
  date_fin: string | null;
}): 'chantier.position_incomplete' | 'chantier.dates_inverted' | null {
  if ((chantier.latitude === null) !== (chantier.longitude === null)) return 'chantier.position_incomplete';
  const { date_debut, date_fin } = chantier;
  return date_debut && date_fin && date_fin < date_debut ? 'chantier.dates_inverted' : null;
}

/** What the events on a chantier carry: nobody's name, nobody's number. */
export const factOf = ({ contacts: _, erp: __, equipe, ...chantier }: Chantier): ChantierFact => ({
  ...chantier,
  equipe: equipe.map(({ personne_id, role_chantier }) => ({ personne_id, role_chantier })),
});
