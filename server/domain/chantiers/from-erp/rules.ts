// Two sides of a chantier, ours and the ERP’s, and what was last received between them (decision 0018).
import { type Chantier, CodeChantier } from '#contract/chantier.ts';
import type { ChantierFromErp, ErpField } from '#contract/chantier-from-erp.ts';
import type { EtatReference, StatutChantier } from '#contract/values.ts';

/** The fields of a chantier that an ERP gives, its code apart. */
export type Fields = {
  nom: string;
  statut: StatutChantier;
  adresse: string | null;
  maitre_ouvrage: string | null;
  date_debut: string | null;
  date_fin: string | null;
  minutes_estimees: number | null;
  contacts: Chantier['contacts'];
};
/** What an ERP says of them: only those that it gives. `archive` explains a `statut` that no mapping gave. */
export type Received = { [K in keyof Fields]?: NonNullable<Fields[K]> } & { code?: string; archive?: true };

export type Item = { record: ChantierFromErp; hash: string };
/** A chantier as it stands here. */
export type Ours = Fields & { chantier_id: string; code: string; version: number; deleted: boolean };
/** A chantier of ours that this record is already the reference of; `managed: false`: a person said so. */
export type Known = Ours & {
  external_id: string;
  managed: boolean;
  etat: EtatReference;
  hash: string | null;
  recu: Received | null;
  code_voulu: string | null;
  statut_externe: string | null;
  imported_version: number | null;
};
export type Terms = {
  /** Fields that the app holds: never written over by the ERP. */
  champs_app: readonly ErpField[];
  relier_par_code: boolean;
  depuis: string | null;
  statuts: ReadonlyMap<string, StatutChantier | null>;
};

export type NewReference = Pick<Known, 'hash' | 'code_voulu' | 'statut_externe'> & { recu: Received };
/** Of a record that stands twice in a page, the last one counts. */
export const lastOfEach = (page: readonly ChantierFromErp[]): ChantierFromErp[] => [
  ...new Map(page.map(record => [record.external_id, record])).values(),
];

/** Their reference, when it has the form of a code of ours. */
export const wantedCode = ({ reference }: ChantierFromErp): string | null =>
  CodeChantier.safeParse(reference).data ?? null;

/** Nothing to decide: it came so the last time, all of it was taken in, and nothing happened to it since. */
export const cameSo = ({ hash }: Item, seen: Pick<Known, 'hash' | 'managed' | 'etat' | 'deleted'>): boolean =>
  seen.managed && seen.etat === 'present' && !seen.deleted && seen.hash === hash;

export const isToMap = ({ archive, statut }: ChantierFromErp, { statuts }: Pick<Terms, 'statuts'>): boolean =>
  !archive && statut !== null && (statuts.get(statut.external_id) ?? null) === null;

/** An archive over there is no longer worked on: closed here, whatever its status says. */
export function receive(record: ChantierFromErp, { statuts }: Terms): { received: Received; notes: string[] } {
  const { adresse, maitre_ouvrage, date_debut, date_fin, minutes_estimees, contacts, archive } = record;
  const inverted = date_debut !== null && date_fin !== null && date_fin < date_debut;
  const short = [...record.nom].length < 3;
  const statut = archive ? 'ferme' : record.statut && statuts.get(record.statut.external_id);
  const received: Received = {
    nom: short ? `Chantier ${record.nom}` : record.nom,
    ...(statut ? { statut } : {}),
    ...(archive ? { archive } : {}),
    ...(adresse === null ? {} : { adresse }),
    ...(maitre_ouvrage === null ? {} : { maitre_ouvrage }),
    ...(date_debut === null ? {} : { date_debut }),
    ...(date_fin === null || inverted ? {} : { date_fin }),
    ...(minutes_estimees === null ? {} : { minutes_estimees }),
    ...(contacts.length === 0 ? {} : { contacts }),
  };
  const notes = [
    ...(short ? [`Nom trop court dans l’ERP (« ${record.nom} ») : complété.`] : []),
    ...(inverted ? ['La fin précède le début dans l’ERP : elle n’est pas reprise.'] : []),
  ];
  return { received, notes };
}

const EMPTY: Omit<Fields, 'nom'> = {
  statut: 'ouvert',
  adresse: null,
  maitre_ouvrage: null,
  date_debut: null,
  date_fin: null,
  minutes_estimees: null,
  contacts: [],
};
const NAMES = ['nom', ...Object.keys(EMPTY)] as (keyof Fields)[];

/** `avant`: what was last received, the common ancestor of both sides. */
export type Conflit = { champ: keyof Fields; ici: unknown; la_bas: unknown; avant: unknown; gagnant: 'app' | 'erp' };
type Merged = { fields: Fields; recu: Received; contradicted: boolean; notes: string[]; conflits: Conflit[] };
type Sides = { base: Received; theirs: Received; held: readonly ErpField[] };

/**
 * Three ways: only what the ERP changed since the last time is written; what it emptied is emptied, unless changed here. What the
 * app holds stays, once the chantier is here.
 */
export function merge(before: Ours | null, { base, theirs, held }: Sides): Merged {
  const fields: Fields = before ? valuesOf(before) : { ...EMPTY, nom: theirs.nom! };
  const conflits: Conflit[] = [];
  const write = (name: keyof Fields, value: unknown) => Object.assign(fields, { [name]: value });
  for (const name of NAMES) {
    if (sameValue(theirs[name], base[name])) continue;
    const kept = before !== null && held.includes(name);
    const conflit = before && conflictOf(name, { ici: before[name], avant: base[name], la_bas: theirs[name], kept });
    if (conflit) conflits.push(conflit);
    if (kept) continue;
    if (theirs[name] !== undefined) write(name, theirs[name]);
    else if (sameValue(fields[name], base[name]) && (name !== 'statut' || base.archive)) {
      write(name, EMPTY[name as keyof typeof EMPTY]);
    }
  }
  const { date_debut, date_fin } = fields;
  if (!before || !date_debut || !date_fin || date_debut <= date_fin) {
    return { fields, recu: theirs, contradicted: false, notes: [], conflits };
  }
  const { date_debut: _, date_fin: __, ...recu } = theirs;
  return {
    fields: { ...fields, date_debut: before.date_debut, date_fin: before.date_fin },
    recu: { ...recu, ...dates(base) },
    contradicted: true,
    conflits: conflits.filter(({ champ }) => champ !== 'date_debut' && champ !== 'date_fin'),
    notes: ['Dates de l’ERP non reprises : elles contredisent une date saisie ici.'],
  };
}

type Differing = { ici: unknown; avant: unknown; la_bas: unknown; kept: boolean };

/** Theirs moved: ours is another value, and was changed here too since the last time, or is held here. */
function conflictOf(champ: keyof Fields, { ici, avant, la_bas, kept }: Differing): Conflit | null {
  const empty = champ === 'nom' ? undefined : EMPTY[champ];
  if (sameValue(ici, la_bas ?? empty)) return null;
  if (!kept && (la_bas === undefined || sameValue(ici, avant ?? empty))) return null;
  return { champ, ici, la_bas: la_bas ?? null, avant: avant ?? null, gagnant: kept ? 'app' : 'erp' };
}

const dates = ({ date_debut, date_fin }: Received): Received => ({
  ...(date_debut ? { date_debut } : {}),
  ...(date_fin ? { date_fin } : {}),
});

export const valuesOf = (from: Fields): Fields => Object.fromEntries(NAMES.map(name => [name, from[name]])) as Fields;

export const differing = (before: Record<string, unknown>, after: Record<string, unknown>): ErpField[] =>
  (['code', ...NAMES] as ErpField[]).filter(name => !sameValue(before[name], after[name]));

/** Names of the fields of ours that the ERP holds. */
export const namesOf = (recu: Received, held: readonly ErpField[] = []): ErpField[] =>
  (['code', ...NAMES] as ErpField[]).filter(name => recu[name] !== undefined && !held.includes(name));

export const sameNames = (a: Received, b: Received): boolean => namesOf(a).join() === namesOf(b).join();

export const sameReference = (known: Known | null, next: NewReference): boolean =>
  known !== null &&
  known.hash === next.hash &&
  known.code_voulu === next.code_voulu &&
  known.statut_externe === next.statut_externe &&
  (['code', 'archive', ...NAMES] as const).every(name => sameValue(known.recu?.[name], next.recu[name]));

/** By value; contacts whatever the order of their keys. */
const sameValue = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(flat(a)) === JSON.stringify(flat(b));
const flat = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(({ nom, telephone, profession }: Chantier['contacts'][number]) => [nom, telephone, profession])
    : value;
