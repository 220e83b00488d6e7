// Hours (§4.5, §4.9): no idempotency, no update, a slot needs both ends.
import { stampOf } from '../clock.ts';
import { ulidLike } from '../random.ts';
import { drop, type Entry, put } from '../store.ts';
import { type Answer, type Call, escapeHtml, type Route, refuse, say } from './answer.ts';
import { answerList } from './lists.ts';

export const HOURS: readonly Route[] = [
  { method: 'GET', path: '/timesheet_entries', handle: list },
  { method: 'POST', path: '/timesheet_entries', handle: create },
  { method: 'GET', path: '/timesheet_entries/:id', handle: read },
  { method: 'DELETE', path: '/timesheet_entries/:id', handle: remove },
];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;
const TYPES = ['work', 'travel', 'packed_lunch'];

const write =
  ({ world }: Call) =>
  ({ hidden: _hidden, ...row }: Entry) => ({
    ...row,
    notes: row.notes !== null && world.profiles.has('notes-html') ? `<p>${escapeHtml(row.notes)}</p>` : row.notes,
  });

function list(call: Call): Answer {
  const filtered = call.world.profiles.has('entry-filter');
  const [user, day] = [call.query.get('user'), call.query.get('day')];
  const where = (row: Entry) => (user === null || row.user === user) && (day === null || row.day === day);
  return answerList(call, call.account.entries, { write: write(call), where: filtered ? where : undefined });
}

function read(call: Call): Answer {
  if (!call.world.profiles.has('entry-by-id')) return refuse(405, 'Méthode non autorisée.');
  const row = call.account.entries.byId.get(call.params['id']!);
  return row ? say(200, { data: write(call)(row) }) : refuse(404, 'Cette saisie n’existe pas.', 'timesheet.not_found');
}

function create(call: Call): Answer {
  const { world, account } = call;
  const given = readBody(call);
  if (!given) return refuse(400, 'Le corps de la requête est invalide.');
  const draft = readEntry(given);
  if ('status' in draft) return draft;
  const refusal = checkRefs(call, draft) ?? checkTimes(call, draft) ?? lockedWeek(call, draft);
  if (refusal) return refusal;
  const stamp = stampOf(world.clock.now());
  const id = `tse_${ulidLike(world.clock.now(), world.next)}`;
  const row = put(account.entries, { ...draft, id, createdAt: stamp, updatedAt: stamp });
  world.changed();
  const status = world.profiles.has('post-200') ? 200 : 201;
  return say(status, { data: world.profiles.has('post-id-only') ? { id } : write(call)(row) });
}

function remove(call: Call): Answer {
  const { world, account } = call;
  const row = account.entries.byId.get(call.params['id']!);
  if (!row) return refuse(404, 'Cette saisie n’existe pas.', 'timesheet.not_found');
  const locked = lockedWeek(call, row);
  if (locked) return locked;
  drop(account.entries, row.id);
  world.changed();
  return world.profiles.has('delete-200') ? say(200, { data: { id: row.id } }) : { status: 204 };
}

function readBody({ body }: Call): Record<string, unknown> | null {
  try {
    const given: unknown = JSON.parse(body.toString('utf8'));
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : null;
  } catch {
    return null;
  }
}

type Draft = Omit<Entry, 'id' | 'createdAt' | 'updatedAt'>;

function readEntry(given: Record<string, unknown>): Draft | Answer {
  const text = (name: string): string | null => {
    const value = given[name];
    return typeof value === 'string' && value !== '' ? value.slice(0, 2000) : null;
  };
  const [user, type, day] = [text('user'), text('type'), text('day')];
  if (!user) return refuse(400, 'L’utilisateur est obligatoire.', 'user.required');
  if (!type || !TYPES.includes(type)) return refuse(400, 'Le type d’heure est invalide.', 'type.invalid');
  if (!day || !DAY.test(day) || !isDay(day)) return refuse(400, 'Le jour est invalide.', 'day.invalid');
  const times = { startTime: text('startTime'), endTime: text('endTime') };
  return { user, type, day, project: text('project'), ...times, zone: text('zone'), notes: text('notes') };
}

const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};

function checkRefs({ account, world: { profiles } }: Call, { user, project }: Draft): Answer | null {
  const status = profiles.has('unknown-404') ? 404 : 400;
  if (!account.users.byId.has(user)) return refuse(status, 'Cet utilisateur est inconnu.', 'user.unknown');
  if (project === null) {
    return profiles.has('project-required') ? refuse(400, 'Le chantier est obligatoire.', 'project.required') : null;
  }
  const chantier = account.chantiers.byId.get(project);
  if (!chantier || chantier.hidden) return refuse(status, 'Ce chantier est inconnu.', 'project.unknown');
  if (!chantier.archived || profiles.has('archived-accepted')) return null;
  return refuse(422, 'Ce chantier est archivé.', 'project.archived');
}

function checkTimes(call: Call, draft: Draft): Answer | null {
  const { type, startTime, endTime, zone } = draft;
  if (startTime === null && endTime === null) {
    if (type === 'packed_lunch' || (type === 'travel' && zone !== null)) return null;
    return refuse(400, 'Les heures de début et de fin sont obligatoires.', 'time.required');
  }
  if (startTime === null || endTime === null) return refuse(400, 'Un horaire est incomplet.', 'time.required');
  const { profiles } = call.world;
  const midnight = profiles.has('midnight-2400') ? '24:00' : profiles.has('midnight-0000') ? '00:00' : null;
  if (!HOUR.test(startTime) || (!HOUR.test(endTime) && endTime !== midnight)) {
    return refuse(400, 'Un horaire est invalide (HH:MM).', 'time.invalid');
  }
  if (endTime !== midnight && endTime <= startTime) {
    return refuse(400, 'L’heure de fin doit suivre l’heure de début.', 'time.order');
  }
  return checkDay(call, draft);
}

const minutes = (time: string, end: boolean): number => {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return end && hours === 0 && rest === 0 ? 1440 : hours * 60 + rest;
};
const span = ({ startTime, endTime }: Draft): [number, number] =>
  startTime && endTime ? [minutes(startTime, false), minutes(endTime, true)] : [0, 0];

/** What this ERP accepts by default and the other readings refuse: overlaps, and days of more than 24 hours. */
function checkDay({ account, world: { profiles } }: Call, draft: Draft): Answer | null {
  const [refusesOverlap, refusesLong] = [profiles.has('overlap-refused'), profiles.has('day-over-24-refused')];
  if (!refusesOverlap && !refusesLong) return null;
  const [start, end] = span(draft);
  const others = account.entries.created.filter(row => row.user === draft.user && row.day === draft.day).map(span);
  if (refusesOverlap && others.some(([from, to]) => from < end && start < to)) {
    return refuse(409, 'Ce créneau en chevauche un autre.', 'timesheet.overlap');
  }
  const total = others.reduce((sum, [from, to]) => sum + to - from, end - start);
  return refusesLong && total > 1440 ? refuse(422, 'La journée dépasse 24 heures.', 'timesheet.too_long') : null;
}

function lockedWeek({ account }: Call, { user, day }: { user: string; day: string }): Answer | null {
  if (!account.locked.has(`${user}:${weekOf(day)}`)) return null;
  return refuse(409, 'Cette semaine est validée : elle ne peut plus être modifiée.', 'timesheet.locked');
}

/** ISO week of a day, `2026-W47`. @param day YYYY-MM-DD */
function weekOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 4 - (at.getUTCDay() || 7));
  const first = Date.UTC(at.getUTCFullYear(), 0, 1);
  const week = Math.ceil(((at.getTime() - first) / 86_400_000 + 1) / 7);
  return `${at.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
