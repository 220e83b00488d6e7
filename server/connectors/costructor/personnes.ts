// The people of the account, read to the last one; whoever does not fit is put aside alone, as a chantier is.
import type { Ecart, ErpPage, PersonneFromErp, ReadRecord } from '../connector.ts';
import type { Client } from './client.ts';
import { toPlainText } from './html.ts';
import { type Order, START, walk } from './paging.ts';
import { cut, isId, Unreadable, wholePage } from './record.ts';
import { User } from './schemas.ts';

const BY_CREATION: Order = { by: 'created_at', descending: false };
/** `createdAt` orders the list, `updatedAt` is theirs: neither is a difference. */
const KNOWN_FIELDS = new Set([...Object.keys(User.shape), 'createdAt', 'updatedAt']);
const OPTIONAL_FIELDS = Object.keys(User.shape).filter(name => name !== 'id');
const LIMITS = { firstName: 100, lastName: 100, role: 100, field: 100 } as const;
const MAX_EMAIL = 254;

/** `client` waits in its place: cut, the list is read again from its start. */
export async function* readPersonnes(client: Client): AsyncGenerator<ErpPage<PersonneFromErp>> {
  const ask = (page: Record<string, number>) => client.list('/users', { _sort: 'createdAt', _order: 'asc', ...page });
  for await (const { rows, place } of walk(ask, START, BY_CREATION)) {
    const page = wholePage(rows.map(({ raw }) => toPersonne(raw)));
    yield { ...page, cursor: null, watermark: null, announced: place.announced };
  }
}

type Trace = { notes: string[]; ecarts: Ecart[] };
const pathOf = (chemin: string) => (chemin === '' ? 'users[]' : `users[].${chemin}`);
const anodin = (chemin: string, constat: string): Ecart => ({ gravite: 'anodin', chemin: pathOf(chemin), constat });

export function toPersonne(raw: unknown): { record: ReadRecord<PersonneFromErp>; ecarts: Ecart[] } {
  const trace: Trace = { notes: [], ecarts: [] };
  try {
    const user = User.safeParse(raw);
    if (!user.success) throw reasonOf(String(user.error.issues[0]?.path[0] ?? ''));
    noteFields(raw as object, trace);
    return { record: { ok: true, value: translate(user.data, trace), notes: trace.notes }, ecarts: trace.ecarts };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const ecart: Ecart = { gravite: 'fiche', chemin: pathOf(error.chemin), constat: error.message };
    const { id } = (raw ?? {}) as { id?: unknown };
    const known = User.shape.id.safeParse(id).data;
    const external_id = known !== undefined && isId(known) ? String(known) : null;
    return {
      record: { ok: false, external_id, libelle: null, raison: error.message },
      ecarts: [...trace.ecarts, ecart],
    };
  }
}

function reasonOf(chemin: string): Unreadable {
  if (chemin === '') return new Unreadable('Fiche illisible', chemin);
  if (chemin === 'id') return new Unreadable('Identifiant manquant ou illisible', chemin);
  return new Unreadable(`Valeur illisible : ${chemin}`, chemin);
}

function translate(user: User, trace: Trace): PersonneFromErp {
  if (!isId(user.id)) throw reasonOf('id');
  const nom = plain(user.lastName, 'lastName', trace);
  const prenom = plain(user.firstName, 'firstName', trace);
  const email = emailOf(user.email, trace);
  if (nom === null && prenom === null && email === null) throw new Unreadable('Ni nom ni adresse e-mail', 'lastName');
  const role = user.role !== null && typeof user.role === 'object' ? user.role.name : user.role;
  if (role !== user.role) trace.ecarts.push(anodin('role', 'objet au lieu d’un texte'));
  return {
    external_id: String(user.id),
    ...{ nom, prenom, email },
    // Nothing of theirs is known to carry it.
    matricule: null,
    role: plain(role, 'role', trace),
    actif: user.active ?? true,
  };
}

type Value = string | number | null | undefined;

function plain(value: Value, chemin: 'firstName' | 'lastName' | 'role', { notes, ecarts }: Trace): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') ecarts.push(anodin(chemin, 'nombre au lieu d’un texte'));
  const text = toPlainText(String(value));
  const told = () => notes.push(`Texte coupé à ${LIMITS[chemin]} caractères : ${chemin}`);
  return text === '' ? null : cut(text, LIMITS[chemin], told);
}

/** An address that is none is left out: people are found by it. */
function emailOf(value: Value, { notes }: Trace): string | null {
  if (value === null || value === undefined || value === '') return null;
  const email = toPlainText(String(value)).toLowerCase();
  if (email.length <= MAX_EMAIL && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return email;
  notes.push('Adresse e-mail illisible, laissée vide');
  return null;
}

function noteFields(raw: object, { ecarts }: Trace): void {
  for (const name of Object.keys(raw)) {
    if (KNOWN_FIELDS.has(name)) continue;
    ecarts.push(
      anodin(
        cut(toPlainText(name), LIMITS.field, () => {}),
        'champ inconnu',
      ),
    );
  }
  for (const name of OPTIONAL_FIELDS) if (!(name in raw)) ecarts.push(anodin(name, 'champ absent'));
}
