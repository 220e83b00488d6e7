// Theirs to ours, pure. A record that does not fit is put aside alone, with a reason that names the field and never its value.
import type { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Ecart, LigneVue, PersonneFromErp, ReadRecord } from '../connector.ts';
import { Employee, IGNORED_FIELDS, Line, type TDate, type TDateTime, Work } from './schemas.ts';

const LIMITS = { nom: 255, statut: 200, adresse: 500, client: 200, personne: 100, email: 254 } as const;
const KNOWN = new Set<string>([...Object.keys(Work.shape), ...IGNORED_FIELDS]);
const OPTIONAL = Object.keys(Work.shape).filter(name => name !== 'id' && name !== 'name');

type Trace = { notes: string[]; ecarts: Ecart[] };
type Translated<T> = { record: ReadRecord<T>; ecarts: Ecart[] };

/** One line of text: control characters and line ends become single spaces. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029\s]+/g, ' ')
    .trim()
    .normalize('NFC');

function cut(text: string, max: number, told?: () => unknown): string {
  const points = Array.from(oneLine(text));
  if (points.length <= max) return points.join('');
  told?.();
  return `${points.slice(0, max - 1).join('')}…`;
}
const orNull = (text: string | null | undefined, max: number): string | null => (text && cut(text, max)) || null;

const two = (n: number) => String(n).padStart(2, '0');
export const jourOf = (date: z.infer<typeof TDate>): string => `${date.year}-${two(date.month)}-${two(date.day)}`;
export const toDate = (jour: string) => {
  const [year, month, day] = jour.split('-').map(Number);
  return { __class__: 'date', year, month, day };
};
export function instantOf(at: TDateTime): string {
  const ms = Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second, Math.floor(at.microsecond / 1000));
  return new Date(ms).toISOString();
}
export function toDateTime(instant: string) {
  const at = new Date(instant);
  return {
    ...{ __class__: 'datetime', year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() },
    ...{ hour: at.getUTCHours(), minute: at.getUTCMinutes(), second: at.getUTCSeconds() },
    microsecond: at.getUTCMilliseconds() * 1000,
  };
}

const anodin = (chemin: string, constat: string): Ecart => ({
  gravite: 'anodin',
  chemin: `project.work.${cut(chemin, 100)}`,
  constat,
});

export function toChantier(raw: unknown): Translated<ChantierFromErp> {
  const work = Work.safeParse(raw);
  const named = work.success && oneLine(work.data.name) !== '';
  if (!named) {
    const chemin = work.success ? 'name' : String(work.error.issues[0]?.path[0] ?? '');
    const raison =
      chemin === 'id' || chemin === ''
        ? 'Fiche illisible'
        : chemin === 'name'
          ? 'Nom manquant ou illisible'
          : `Valeur illisible : ${chemin}`;
    const id = Work.shape.id.safeParse((raw as { id?: unknown } | null)?.id).data;
    const ecart: Ecart = { gravite: 'fiche', chemin: `project.work.${chemin}`, constat: raison };
    return {
      record: { ok: false, external_id: id === undefined ? null : String(id), libelle: null, raison },
      ecarts: [ecart],
    };
  }
  const trace: Trace = { notes: [], ecarts: differences(raw as object) };
  return { record: { ok: true, value: translate(work.data, trace), notes: trace.notes }, ecarts: trace.ecarts };
}

function differences(raw: object): Ecart[] {
  const unknown = Object.keys(raw).filter(name => !KNOWN.has(name));
  return [
    ...unknown.map(name => anodin(name, 'champ inconnu')),
    ...OPTIONAL.filter(name => !(name in raw)).map(name => anodin(name, 'champ absent')),
    ...(typeof (raw as { id?: unknown }).id === 'string' ? [anodin('id', 'texte au lieu d’un nombre')] : []),
  ];
}

function translate(work: Work, { notes }: Trace): ChantierFromErp {
  const status = work['status.'];
  const [date_debut, date_fin] = [work.timesheet_start_date, work.timesheet_end_date].map(date =>
    date ? jourOf(date) : null,
  ) as [string | null, string | null];
  const inverted = date_debut !== null && date_fin !== null && date_fin < date_debut;
  if (inverted) notes.push('Date de fin laissée de côté : elle précède le début');
  const stamp = work.write_date ?? work.create_date;
  return {
    ...{ external_id: String(work.id), reference: null, date_debut, date_fin: inverted ? null : date_fin },
    nom: cut(work.name, LIMITS.nom, () => notes.push('Nom coupé à 255 caractères')),
    statut: status
      ? { external_id: String(status.id), label: cut(status.name, LIMITS.statut) || String(status.id) }
      : null,
    adresse: orNull(work['party_address.']?.full_address.replace(/\s*\n\s*/g, ', '), LIMITS.adresse),
    maitre_ouvrage: orNull(work['party.']?.rec_name, LIMITS.client),
    minutes_estimees: work.effort_duration ? Math.round(work.effort_duration.seconds / 60) : null,
    ...{ contacts: [], archive: false, modifie_at: stamp ? instantOf(stamp) : null },
  };
}

/** Tryton keeps one name for a person; whoever left has an end date. */
export function toPersonne(raw: unknown, today: string): Translated<PersonneFromErp> {
  const employee = Employee.safeParse(raw).data;
  const nom = orNull(employee?.['party.'].name, LIMITS.personne);
  const email = orNull(employee?.['party.'].email, LIMITS.email)?.toLowerCase() ?? null;
  if (!employee || (nom === null && email === null)) {
    const raison = employee ? 'Ni nom ni adresse e-mail' : 'Fiche illisible';
    const ecart: Ecart = { gravite: 'fiche', chemin: 'company.employee', constat: raison };
    return {
      record: { ok: false, external_id: employee ? String(employee.id) : null, libelle: null, raison },
      ecarts: [ecart],
    };
  }
  const value = {
    ...{ external_id: String(employee.id), nom, prenom: null, email, matricule: null, role: null },
    actif: !employee.end_date || jourOf(employee.end_date) >= today,
  };
  return { record: { ok: true, value, notes: [] }, ecarts: [] };
}

export const marqueOf = (description: string | null | undefined): string | null =>
  /(?<![\w-])HC-[0-9A-Z]{1,13}(?![\w-])/.exec(description ?? '')?.[0] ?? null;

/** Null: cannot be read. */
export function toLigneVue(raw: unknown): LigneVue | null {
  const line = Line.safeParse(raw).data;
  if (!line) return null;
  const chantier = /^project\.work,(\d+)$/.exec(line['work.'].origin ?? '')?.[1] ?? null;
  return {
    ...{ external_id: String(line.id), personne: String(line.employee), chantier, jour: jourOf(line.date) },
    marque: marqueOf(line.description),
    ...{ minutes: Math.round(line.duration.seconds / 60), debut: null, fin: null, version: null },
  };
}
