// Theirs to ours, pure. A record that does not fit is put aside alone, with a reason that names the field and never its value.
import type { z } from 'zod';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { Jour } from '#contract/text.ts';
import type { Ecart, ReadRecord } from '../connector.ts';
import { isPlainId, toPlainText } from './html.ts';
import { cut, isId, Unreadable, wholePage } from './record.ts';
import { IGNORED_FIELDS, Project } from './schemas.ts';

const OPTIONAL_FIELDS = Object.keys(Project.shape).filter(name => name !== 'id' && name !== 'name');
const KNOWN_FIELDS = new Set([...Object.keys(Project.shape), ...IGNORED_FIELDS]);
const LIMITS = {
  name: 255,
  reference: 200,
  status: 200,
  address: 500,
  customer: 200,
  contact: 200,
  field: 100,
} as const;
const MAX_MINUTES = 100_000_000;

/** What is learnt on the way through one record. */
type Trace = { notes: string[]; ecarts: Ecart[] };
type Translated = { record: ReadRecord<ChantierFromErp>; ecarts: Ecart[] };

const pathOf = (chemin: string) => (chemin === '' ? 'projects[]' : `projects[].${chemin}`);
const anodin = (chemin: string, constat: string): Ecart => ({ gravite: 'anodin', chemin: pathOf(chemin), constat });

export function toChantier(raw: unknown): Translated {
  const trace: Trace = { notes: [], ecarts: [] };
  try {
    const parsed = Project.safeParse(raw);
    if (!parsed.success) throw reasonOf(parsed.error, raw);
    noteFields(raw as object, trace);
    return { record: { ok: true, value: translate(parsed.data, trace), notes: trace.notes }, ecarts: trace.ecarts };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const ecart: Ecart = { gravite: 'fiche', chemin: pathOf(error.chemin), constat: error.message };
    return { record: { ok: false, ...whoIs(raw), raison: error.message }, ecarts: [...trace.ecarts, ecart] };
  }
}

export const toChantiers = (rows: readonly unknown[]) => wholePage(rows.map(toChantier));

function translate(project: Project, trace: Trace): ChantierFromErp {
  if (!isId(project.id)) throw new Unreadable('Identifiant manquant ou illisible', 'id');
  const nom = toPlainText(asText(project.name, 'name', trace));
  if (nom === '') throw new Unreadable('Nom manquant', 'name');
  const customer = typeof project.customer === 'object' ? project.customer : null;
  const own = addressOf(project.address, 'address', trace);
  const date_debut = toJour(project.startAt, 'startAt', trace);
  const date_fin = toJour(project.endAt, 'endAt', trace);
  const inverted = date_debut !== null && date_fin !== null && date_fin < date_debut;
  if (inverted) trace.notes.push('Date de fin laissée de côté : elle précède le début');
  return {
    external_id: asText(project.id, 'id', trace),
    reference: plain(project.reference, 'reference', trace),
    nom: cut(nom, LIMITS.name, () => trace.notes.push('Nom coupé à 255 caractères')),
    statut: statutOf(project.status, trace),
    adresse: own ?? addressOf(customer?.address, 'customer.address', trace),
    maitre_ouvrage: plain(customer?.fullName ?? customer?.name, 'customer', trace),
    date_debut,
    date_fin: inverted ? null : date_fin,
    minutes_estimees: minutesOf(project.plannedMinutes, trace),
    contacts: contactsOf(project, trace),
    archive: project.archived ?? false,
    modifie_at: instantOf(project.updatedAt, 'updatedAt'),
  };
}

/** Numbers pass where a text was expected, when nothing is lost by it. */
function asText(value: string | number, chemin: string, trace: Trace): string {
  if (typeof value === 'string') return value;
  if (!Number.isSafeInteger(value)) throw new Unreadable(`Valeur illisible : ${chemin}`, chemin);
  trace.ecarts.push(anodin(chemin, 'nombre au lieu d’un texte'));
  return String(value);
}

function plain(value: string | number | null | undefined, chemin: keyof typeof LIMITS, trace: Trace): string | null {
  if (value === null || value === undefined) return null;
  const text = toPlainText(asText(value, chemin, trace));
  return text === '' ? null : cut(text, LIMITS[chemin], () => {});
}

function statutOf(status: Project['status'], trace: Trace): ChantierFromErp['statut'] {
  if (status === null || status === undefined) return null;
  const { id, name } = typeof status === 'object' ? status : { id: status, name: null };
  if (typeof status !== 'object') trace.ecarts.push(anodin('status', 'valeur simple au lieu d’un objet'));
  const external_id = asText(id, 'status.id', trace).trim();
  if (!isPlainId(external_id)) throw new Unreadable('Statut illisible : status.id', 'status.id');
  return { external_id, label: plain(name, 'status', trace) ?? external_id };
}

function addressOf(address: Project['address'], chemin: string, trace: Trace): string | null {
  if (address === null || address === undefined) return null;
  if (typeof address === 'string') trace.ecarts.push(anodin(chemin, 'texte au lieu d’un objet'));
  const parts = typeof address === 'string' ? [address] : linesOf(address, chemin, trace);
  const text = parts
    .map(toPlainText)
    .filter(part => part !== '')
    .join(', ');
  return text === '' ? null : cut(text, LIMITS.address, () => trace.notes.push('Adresse coupée à 500 caractères'));
}

function linesOf(
  address: Exclude<Project['address'], string | null | undefined>,
  chemin: string,
  trace: Trace,
): string[] {
  const known = ['street', 'city', 'postal_code', 'country'].some(key => key in address);
  if (!known) throw new Unreadable(`Valeur illisible : ${chemin}`, chemin);
  const at = (key: keyof typeof address) => asText(address[key] ?? '', `${chemin}.${key}`, trace);
  const country = at('country').trim();
  return [at('street'), `${at('postal_code')} ${at('city')}`, /^(fr|fra|france)$/i.test(country) ? '' : country];
}

function contactsOf(project: Project, trace: Trace): ChantierFromErp['contacts'] {
  const nom = plain(project.siteContactName, 'contact', trace);
  const telephone = telephoneOf(project.siteContactPhone, trace);
  if (nom === null && telephone === null) return [];
  return [{ nom: nom ?? 'Contact sur place', telephone, profession: null }];
}

/** Digits only over there (ASSUMPTION). A number has lost the zero that French ones begin with. */
function telephoneOf(value: Project['siteContactPhone'], trace: Trace): string | null {
  if (value === null || value === undefined) return null;
  const text = asText(value, 'siteContactPhone', trace);
  const digits = text.replace(/[^\d+]/g, '');
  if (!/^\+?\d{3,20}$/.test(digits)) return null;
  if (typeof value === 'number' && digits.length === 9) return `0${digits}`;
  return /^33\d{9}$/.test(digits) ? `+${digits}` : digits;
}

function minutesOf(value: Project['plannedMinutes'], trace: Trace): number | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') trace.ecarts.push(anodin('plannedMinutes', 'texte au lieu d’un nombre'));
  const minutes = typeof value === 'number' ? value : /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > MAX_MINUTES)
    throw new Unreadable('Nombre illisible : plannedMinutes', 'plannedMinutes');
  return minutes;
}

/** What some databases keep for « none ». */
const ZERO_DATE = /^0000-00-00/;

/** Midnight UTC is the day itself; any other time would ask for a time zone they do not give. */
function toJour(value: string | null | undefined, chemin: 'startAt' | 'endAt', trace: Trace): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (ZERO_DATE.test(value)) {
    const which = chemin === 'startAt' ? 'début' : 'fin';
    trace.notes.push(`Date de ${which} laissée vide : l’ERP donne 0000-00-00`);
    return null;
  }
  const midnight = /^(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0{1,9})?)?Z$/.exec(value)?.[1];
  if (midnight) trace.ecarts.push(anodin(chemin, 'instant au lieu d’un jour'));
  const jour = Jour.safeParse(midnight ?? value);
  if (!jour.success) throw new Unreadable(`Date illisible : ${chemin}`, chemin);
  return jour.data;
}

function instantOf(value: string | null | undefined, chemin: string): string | null {
  if (value === null || value === undefined || value === '' || ZERO_DATE.test(value)) return null;
  const instant = toInstant(value);
  if (instant === null) throw new Unreadable(`Date illisible : ${chemin}`, chemin);
  return instant;
}

/** An instant of theirs as ours, in UTC to the millisecond; without a zone it is UTC (ASSUMPTION). Null when unreadable. */
export function toInstant(value: string | null): string | null {
  const shape = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(value ?? '');
  const ms = shape ? Date.parse(`${shape[1]}${shape[2] ?? 'Z'}`) : Number.NaN;
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

function noteFields(raw: object, { ecarts }: Trace): void {
  for (const name of Object.keys(raw)) {
    if (!KNOWN_FIELDS.has(name))
      ecarts.push(
        anodin(
          cut(toPlainText(name), LIMITS.field, () => {}),
          'champ inconnu',
        ),
      );
  }
  for (const name of OPTIONAL_FIELDS) if (!(name in raw)) ecarts.push(anodin(name, 'champ absent'));
}

function reasonOf(error: z.ZodError, raw: unknown): Unreadable {
  const path = (error.issues[0]?.path ?? []).filter(step => typeof step === 'string');
  if (path.length === 0) return new Unreadable('Fiche illisible', '');
  const chemin = path.join('.');
  const missing = (raw as Record<string, unknown>)[path[0]!] ?? null;
  if (chemin === 'id') return new Unreadable('Identifiant manquant ou illisible', chemin);
  if (chemin === 'name') return new Unreadable(missing === null ? 'Nom manquant' : 'Nom illisible : name', chemin);
  return new Unreadable(/At$/.test(chemin) ? `Date illisible : ${chemin}` : `Valeur illisible : ${chemin}`, chemin);
}

/** Whatever can be said of a record that was put aside, for the person who looks for it over there. */
function whoIs(raw: unknown): { external_id: string | null; libelle: string | null } {
  const { id, name } = (raw ?? {}) as { id?: unknown; name?: unknown };
  const read = { id: Project.shape.id.safeParse(id).data, name: Project.shape.name.safeParse(name).data };
  const libelle = cut(toPlainText(String(read.name ?? '')), LIMITS.name, () => {});
  return { external_id: isId(read.id) ? String(read.id) : null, libelle: libelle === '' ? null : libelle };
}
