// Lines of a file as what the hub is asked, each cell read as people write it. Pure.
import { ItemLotPersonnes } from '#contract/personne.ts';
import { fold } from '../../../lib/format.ts';
import { HORAIRE_35, HORAIRE_39 } from '../travail/horaire.ts';
import { COLUMN_NAMES, type Column, type Mapping } from './columns.ts';

export type Errors = Partial<Record<Column, string>>;
/** `line`: its number in the file. `item` is null while a cell cannot be read. */
export type Row = {
  line: number;
  cells: Partial<Record<Column, string>>;
  item: ItemLotPersonnes | null;
  errors: Errors;
};

const SAYS: Record<Column, string> = {
  nom: 'Nom manquant, ou de plus de 100 caractères',
  prenom: 'Prénom manquant, ou de plus de 100 caractères',
  matricule: 'Lettres, chiffres, tirets : 50 au plus',
  email: 'Un e-mail comme m.durand@exemple.fr',
  telephone: 'Un téléphone comme 06 12 34 56 78',
  role: 'Administrateur, conducteur, chef de chantier ou compagnon',
  metiers: 'Dix métiers au plus, de 60 caractères au plus',
  type_personne: 'Employé, intérimaire ou sous-traitant',
  agence: '150 caractères au plus',
  horaire: '35 ou 39 ; un autre horaire se saisit sur la fiche',
  date_entree: 'Une date comme 05/01/2026',
  date_sortie: 'Une date comme 05/01/2026',
  gestionnaire_paie: 'Oui ou non',
};

const ROLES: [RegExp, string][] = [
  [/^admin/, 'administrateur'],
  [/^(conducteur( de)? travaux|conducteur|conductrice.*)$/, 'conducteur'],
  [/^(chef( de)? chantier|chef)$/, 'chef_chantier'],
  [/^(compagnon|ouvrier|ouvriere|salarie)$/, 'compagnon'],
];
const TYPES: [RegExp, string][] = [
  [/^(employe|employee|salarie|salariee|cdi|cdd|apprenti.*)$/, 'employe'],
  [/^interim/, 'interimaire'],
  [/^(sous.?traitant|artisan|independant)/, 'sous_traitant'],
];
const word = (table: [RegExp, string][], text: string): string =>
  table.find(([pattern]) => pattern.test(fold(text).replaceAll('_', ' ')))?.[1] ?? text;

/** 05/01/2026, 5-1-26 or 2026-01-05; anything else stays as it is, to be refused. */
function day(text: string): string {
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(text);
  if (!french) return text;
  const [, d = '', m = '', y = ''] = french;
  return `${y.length === 2 ? `20${y}` : y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
}

const yes = (text: string): unknown =>
  /^(oui|o|x|1|vrai|true)$/.test(fold(text)) ? true : /^(non|n|0|faux|false)$/.test(fold(text)) ? false : text;
const HOURS: Record<string, number[]> = { '35': HORAIRE_35, '39': HORAIRE_39 };

const READ: Partial<Record<Column, (text: string) => unknown>> = {
  role: text => word(ROLES, text),
  type_personne: text => word(TYPES, text),
  metiers: text =>
    text
      .split(/[,;/|]/)
      .map(metier => metier.trim())
      .filter(metier => metier !== ''),
  // A spreadsheet takes a telephone for a number, and its first zero away.
  telephone: text => (/^[1-9]\d{8}$/.test(text) ? `0${text}` : text),
  horaire: text => HOURS[text.replace(/\s*h(eures)?$/i, '').replace(/[.,]00?$/, '')] ?? text,
  date_entree: day,
  date_sortie: day,
  gestionnaire_paie: yes,
};

/** An empty cell says nothing: it neither erases nor refuses. Without a role one is a compagnon. */
export function readRow(line: number, values: readonly string[], mapping: Mapping): Row {
  const cells: Row['cells'] = {};
  const input: Record<string, unknown> = {};
  for (const column of COLUMN_NAMES) {
    const at = mapping[column];
    const text = at === null ? '' : (values[at] ?? '').trim();
    if (text === '') continue;
    cells[column] = text;
    input[column] = READ[column]?.(text) ?? text;
  }
  if (input['agence'] !== undefined) input['type_personne'] ??= 'interimaire';
  const read = ItemLotPersonnes.safeParse(input);
  const wrong = new Set(read.success ? [] : read.error.issues.map(issue => issue.path[0] as Column));
  for (const column of ['nom', 'prenom'] as const) if (!cells[column]) wrong.add(column);
  const errors = Object.fromEntries([...wrong].map(column => [column, SAYS[column]]));
  return { line, cells, item: read.success && wrong.size === 0 ? read.data : null, errors };
}

/** What the hub refuses, at the cell it speaks of. */
export const COLUMN_OF_PROBLEM: Record<string, Column> = {
  'personne.email_taken': 'email',
  'personne.telephone_taken': 'telephone',
  'personne.telephone_invalid': 'telephone',
  'personne.matricule_taken': 'matricule',
  'personne.agence_required': 'agence',
  'personne.dates_inverted': 'date_sortie',
  'personne.last_administrateur': 'role',
  'personne.no_identifiant': 'email',
  'personne.duplicate': 'nom',
};
