// Theirs to ours, pure. A record that does not fit is put aside alone, with a reason that names the field and never its value.
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import { Jour } from '#contract/text.ts';
import type { Ecart, ReadRecord } from '../../server/connectors/connector.ts';
import { Project } from './schemas.ts';

const LIMITS = { nom: 255, reference: 200, statut: 200, adresse: 500, client: 200, champ: 100 } as const;
const KNOWN = new Set(Object.keys(Project.shape));
const OPTIONAL = [...KNOWN].filter(name => name !== 'id' && name !== 'name');

type Translated = { record: ReadRecord<ChantierFromErp>; ecarts: Ecart[] };

/** One line of text: control characters and line ends become single spaces. */
const oneLine = (text: string): string =>
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

/** Their number as text; null when it cannot be read. */
export function idOf(raw: unknown): string | null {
  const id = Project.shape.id.safeParse((raw as { id?: unknown } | null)?.id).data;
  return id === undefined ? null : String(id);
}

export function toChantier(raw: unknown): Translated {
  const project = Project.safeParse(raw);
  if (!project.success) return aside(raw, String(project.error.issues[0]?.path[0] ?? ''));
  if (oneLine(project.data.name) === '') return aside(raw, 'name');
  const notes: string[] = [];
  const value = translate(project.data, notes);
  return { record: { ok: true, value, notes }, ecarts: differences(raw as object) };
}

function aside(raw: unknown, champ: string): Translated {
  const raison = KNOWN.has(champ) ? `Valeur absente ou illisible : ${champ}` : 'Fiche illisible';
  const chemin = KNOWN.has(champ) ? `project.${champ}` : 'project';
  return {
    record: { ok: false, external_id: idOf(raw), libelle: null, raison },
    ecarts: [{ gravite: 'fiche', chemin, constat: raison }],
  };
}

const anodin = (champ: string, constat: string): Ecart => ({
  gravite: 'anodin',
  chemin: `project.${cut(champ, LIMITS.champ)}`,
  constat,
});

function differences(raw: object): Ecart[] {
  const unknown = Object.keys(raw).filter(name => !KNOWN.has(name));
  return [
    ...unknown.map(name => anodin(name, 'champ inconnu')),
    ...OPTIONAL.filter(name => !(name in raw)).map(name => anodin(name, 'champ absent')),
    ...(typeof (raw as { id?: unknown }).id === 'string' ? [anodin('id', 'texte au lieu d’un nombre')] : []),
  ];
}

function translate(project: Project, notes: string[]): ChantierFromErp {
  const date_debut = jourOf(project.starts_on, () => notes.push('Date de début laissée de côté : illisible'));
  const date_fin = jourOf(project.ends_on, () => notes.push('Date de fin laissée de côté : illisible'));
  const inverted = date_debut !== null && date_fin !== null && date_fin < date_debut;
  if (inverted) notes.push('Date de fin laissée de côté : elle précède le début');
  const statut = orNull(project.status, LIMITS.statut);
  return {
    external_id: String(project.id),
    reference: orNull(project.code, LIMITS.reference),
    nom: cut(project.name, LIMITS.nom, () => notes.push('Nom coupé à 255 caractères')),
    statut: statut === null ? null : { external_id: statut, label: statut },
    adresse: orNull(project.address, LIMITS.adresse),
    maitre_ouvrage: orNull(project.client_name, LIMITS.client),
    ...{ date_debut, date_fin: inverted ? null : date_fin },
    minutes_estimees: project.planned_minutes ?? null,
    contacts: [],
    archive: project.archived ?? false,
    modifie_at: project.updated_at ? new Date(project.updated_at).toISOString() : null,
  };
}

function jourOf(date: string | null | undefined, told: () => unknown): string | null {
  if (!date) return null;
  const jour = Jour.safeParse(date).data ?? null;
  if (jour === null) told();
  return jour;
}
