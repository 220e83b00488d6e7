// A plausible company of the Alps, always the same for the same seed. Days are counted back from the clock's day, so a
// demonstration stays lively; identifiers depend on the seed alone.
import { stampOf } from './clock.ts';
import { between, pick, type Sequence, sequence, ulidLike } from './random.ts';
import { CHANTIERS, COMMUNES, FAMILIES, NOMS, PRENOMS, RUES } from './seed/communes.ts';
import { type Account, type Address, type Chantier, putMany, type Status, type Task } from './store.ts';

const DAY = 86_400_000;
const EPOCH = Date.UTC(2026, 10, 23);
const COLUMNS = ['À chiffrer', 'Signé', 'Travaux en cours', 'Réceptionné', 'Archivé'];
const ROLES = ['administrateur', 'gestionnaire', 'compagnon', 'compagnon', 'compagnon', 'intervenant', 'salarié'];

export type SeedOrder = {
  seed: number;
  chantiers: number;
  /** Milliseconds since 1970; only its day counts. */
  now: number;
};

type Draft = { next: Sequence; today: number };

/** Statuses, people, customers, then chantiers and the tâches of the first ones at work. */
export function seedAccount(account: Account, { seed, chantiers, now }: SeedOrder): void {
  const draft = { next: sequence(seed, 'company'), today: Math.floor(now / DAY) * DAY };
  account.statuses = COLUMNS.map((name, position) => ({ id: idOf('st', 1500, draft), name, position }));
  putMany(account.users, makeUsers(draft));
  putMany(account.customers, makeCustomers(Math.min(400, 6 + Math.ceil(chantiers / 4)), draft));
  growAccount(account, { seed, chantiers, now });
  const atWork = account.chantiers.created.filter(row => row.status === account.statuses[2]!.id).slice(-120);
  putMany(
    account.tasks,
    atWork.flatMap(row => makeTasks(row, draft)),
  );
}

/** Adds chantiers; what comes out depends on the seed and on how many there were. */
export function growAccount(account: Account, { seed, chantiers, now }: SeedOrder): Chantier[] {
  const draft = { next: sequence(seed, 'chantiers', account.made), today: Math.floor(now / DAY) * DAY };
  const people = [...account.users.byId.keys()];
  const customers = [...account.customers.byId.keys()];
  const rows: Chantier[] = [];
  for (let i = 0; i < chantiers; i++) {
    const number = account.made + i;
    rows.push(makeChantier({ draft, number, statuses: account.statuses, people, customers }));
  }
  account.made += chantiers;
  putMany(account.chantiers, rows);
  return rows;
}

const idOf = (prefix: string, days: number, { next }: Draft): string =>
  `${prefix}_${ulidLike(EPOCH - days * DAY, next)}`;
const dayOf = (days: number, { today }: Draft): string => new Date(today - days * DAY).toISOString().slice(0, 10);
const secondOf = (days: number, { next, today }: Draft): string =>
  stampOf(today - days * DAY - Math.floor(next() * DAY * 0.4));

function makeAddress({ next }: Draft): Address {
  const [city, postal_code] = pick(next, COMMUNES);
  return { street: `${between(next, 1, 148)} ${pick(next, RUES)}`, city, postal_code, country: 'FR' };
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}|[^a-z]/giu, '')
    .toLowerCase();
const phone = (next: Sequence): string =>
  `0${between(next, 4, 7)}${String(between(next, 0, 99_999_999)).padStart(8, '0')}`;

function makeUsers(draft: Draft) {
  const { next } = draft;
  return Array.from({ length: 24 }, (_, i) => {
    const firstName = PRENOMS[i % PRENOMS.length]!;
    const lastName = NOMS[(i * 5 + between(next, 0, 3)) % NOMS.length]!;
    const hasLogin = next() < 0.6;
    const email = hasLogin ? `${plain(firstName)}.${plain(lastName)}${i}@exemple.test` : null;
    const stamp = secondOf(between(next, 100, 1400), draft);
    const who = { id: idOf('usr', 1400 - i, draft), firstName, lastName, email, hasLogin };
    const active = i < 2 || next() < 0.9;
    return { ...who, role: i === 0 ? ROLES[0]! : pick(next, ROLES), active, createdAt: stamp, updatedAt: stamp };
  });
}

function makeCustomers(count: number, draft: Draft) {
  const { next } = draft;
  const KINDS = ['SCI', 'Syndic', 'Commune de', 'SARL', 'M. et Mme'];
  return Array.from({ length: count }, () => {
    const kind = pick(next, KINDS);
    const address = makeAddress(draft);
    const fullName = kind === 'Commune de' ? `${kind} ${address.city}` : `${kind} ${pick(next, NOMS)}`;
    const stamp = secondOf(between(next, 30, 1800), draft);
    const email = next() < 0.7 ? `contact@${plain(fullName)}.test` : null;
    const id = idOf('cnt', 1800, draft);
    const type = kind === 'M. et Mme' ? 'person' : 'company';
    return { id, fullName, type, email, phone: phone(next), address, createdAt: stamp, updatedAt: stamp };
  });
}

function siteName({ next }: Draft, city: string): string {
  const name = pick(next, CHANTIERS)
    .replace('{A}', pick(next, FAMILIES.A))
    .replace('{N}', pick(next, FAMILIES.N))
    .replace('{M}', pick(next, FAMILIES.M))
    .replace('{C}', city);
  const lot = next();
  return lot < 0.12
    ? `${name} – tranche ${between(next, 1, 4)}`
    : lot < 0.2
      ? `${name} – bât. ${pick(next, ['A', 'B', 'C'])}`
      : name;
}

/** One in 25 shares its reference with the one before, one in 12 has none, one in 40 is written by hand. */
function referenceOf(next: Sequence, number: number, age: number): string | null {
  const drawn = next();
  if (drawn < 0.08) return null;
  if (drawn < 0.105) return `ch. ${number} / ${pick(next, NOMS)}`;
  const year = 2026 - Math.floor(age / 365);
  return `${year}-${String(drawn < 0.145 ? Math.max(0, number - 1) : number).padStart(4, '0')}`;
}

/** How far a site is: which column, and its days before today (negative: to come). */
function stageOf(next: Sequence): { column: number; created: number; start: number | null; end: number | null } {
  const drawn = next();
  if (drawn < 0.15) return { column: 0, created: between(next, 1, 120), start: null, end: null };
  if (drawn < 0.3) return { column: 1, created: between(next, 20, 200), start: -between(next, 5, 120), end: null };
  if (drawn < 0.65) {
    const start = between(next, 3, 260);
    return {
      column: 2,
      created: start + between(next, 10, 120),
      start,
      end: next() < 0.2 ? null : -between(next, 5, 300),
    };
  }
  const old = drawn >= 0.85;
  const end = old ? between(next, 760, 1500) : between(next, 5, 640);
  const start = end + between(next, 20, 400);
  return { column: old ? 4 : 3, created: start + between(next, 10, 120), start, end };
}

type Ingredients = { draft: Draft; number: number; statuses: Status[]; people: string[]; customers: string[] };

function makeChantier({ draft, number, statuses, people, customers }: Ingredients): Chantier {
  const { next } = draft;
  const stage = stageOf(next);
  const address = makeAddress(draft);
  const name = siteName(draft, address.city);
  const contact = next() < 0.7;
  const touched = Math.max(1, Math.min(stage.created, stage.end ?? between(next, 1, stage.created)));
  const createdAt = secondOf(stage.created, draft);
  const updatedAt = secondOf(touched, draft);
  return {
    id: idOf('pj', stage.created, draft),
    name: next() < 0.05 ? `<p>${name.replaceAll('&', '&amp;')}</p>` : name,
    reference: referenceOf(next, number, stage.created),
    status: statuses[stage.column]!.id,
    customer: next() < 0.03 ? null : pick(next, customers),
    address: next() < 0.06 ? null : address,
    startAt: stage.start === null ? null : dayOf(stage.start, draft),
    endAt: stage.end === null ? null : dayOf(stage.end, draft),
    members: [...new Set(Array.from({ length: between(next, 0, 4) }, () => pick(next, people)))],
    siteContactName: contact ? `${pick(next, PRENOMS)} ${pick(next, NOMS)}` : null,
    siteContactPhone: contact && next() < 0.9 ? phone(next) : null,
    plannedMinutes: next() < 0.25 ? null : between(next, 4, 900) * 60,
    budget: next() < 0.2 ? null : between(next, 900, 480_000) * 100,
    archived: stage.column === 4,
    hidden: false,
    createdAt,
    updatedAt: updatedAt < createdAt ? createdAt : updatedAt,
  };
}

const LOTS = ['Gros œuvre', 'Plâtrerie – peinture', 'Électricité', 'Menuiseries'];
const TRAVAUX = ['Dépose de l’existant', 'Pose', 'Reprise des enduits', 'Contrôle et nettoyage'];

function makeTasks(chantier: Chantier, draft: Draft): Task[] {
  const { next } = draft;
  const { createdAt, updatedAt } = chantier;
  const blank = { quantity: null, unit: null, plannedMinutes: null, quoteLine: null, description: null, assignees: [] };
  const dates = { startAt: chantier.startAt, endAt: chantier.endAt };
  const base = { project: chantier.id, ...blank, ...dates, done: false, createdAt, updatedAt };
  const lot = {
    ...base,
    id: idOf('tsk', 200, draft),
    kind: 'lot' as const,
    name: pick(next, LOTS),
    parent: null,
    position: 0,
  };
  const tasks = TRAVAUX.map((name, i) => ({
    ...base,
    id: idOf('tsk', 200, draft),
    kind: 'task' as const,
    name: `${name} – ${lot.name.toLowerCase()}`,
    parent: next() < 0.8 ? lot.id : null,
    assignees: chantier.members.slice(0, 2),
    done: next() < 0.3,
    quantity: between(next, 1, 400) / 2,
    unit: 'unit_m2',
    plannedMinutes: between(next, 1, 80) * 30,
    position: i + 1,
  }));
  const end = {
    ...base,
    id: idOf('tsk', 200, draft),
    name: 'Réception',
    parent: null,
    position: 9,
    startAt: dates.endAt,
  };
  return [lot, ...tasks, { ...end, kind: 'milestone' as const }];
}
