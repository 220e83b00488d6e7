// Which column of a file is which field: by what its header says, adjustable afterwards. Pure.
import { fold } from '../../../lib/format.ts';

/** Title in the template, then the other words that headers use, folded. */
const COLUMNS = {
  nom: ['Nom', 'nom de famille', 'nom usage', 'lastname', 'last name'],
  prenom: ['Prénom', 'first name', 'firstname'],
  matricule: ['Matricule', 'code salarie', 'n salarie', 'numero salarie', 'code personnel', 'id paie'],
  email: ['E-mail', 'email', 'mail', 'courriel', 'adresse mail', 'adresse e mail', 'adresse email'],
  telephone: [
    'Téléphone',
    'tel',
    'portable',
    'mobile',
    'gsm',
    'n telephone',
    'numero de telephone',
    'telephone portable',
  ],
  role: ['Rôle', 'fonction', 'droits', 'profil', 'poste'],
  metiers: ['Métiers', 'metier', 'qualification', 'emploi', 'specialite', 'corps de metier'],
  type_personne: ['Type', 'contrat', 'type de contrat', 'statut', 'type personne'],
  agence: ['Agence d’intérim', 'agence', 'agence interim', 'ett', 'societe'],
  horaire: ['Heures par semaine', 'horaire', 'duree hebdomadaire', 'temps de travail', 'heures semaine'],
  date_entree: ['Entrée', 'date entree', 'date d entree', 'date d embauche', 'embauche', 'debut de contrat'],
  date_sortie: ['Sortie', 'date sortie', 'date de sortie', 'fin de contrat', 'depart'],
  gestionnaire_paie: ['Gestionnaire de paie', 'paie'],
} satisfies Record<string, [string, ...string[]]>;
export type Column = keyof typeof COLUMNS;

export const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];
export const titleOf = (column: Column): string => COLUMNS[column][0]!;

/** The place of each field among the columns; null: the file does not have it. */
export type Mapping = Record<Column, number | null>;

const bare = (text: string): string =>
  fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Each column serves one field at most. */
export function guessMapping(headers: readonly string[]): Mapping {
  const said = headers.map(bare);
  const taken = new Set<number>();
  const place = (column: Column): number | null => {
    const words = COLUMNS[column].map(bare);
    const at = said.findIndex((header, n) => !taken.has(n) && words.includes(header));
    if (at < 0) return null;
    taken.add(at);
    return at;
  };
  return Object.fromEntries(COLUMN_NAMES.map(column => [column, place(column)])) as Mapping;
}

const EXAMPLE: Partial<Record<Column, string>> = {
  nom: 'Durand',
  prenom: 'Camille',
  matricule: 'D012',
  email: 'c.durand@exemple.fr',
  telephone: '06 12 34 56 78',
  role: 'Compagnon',
  metiers: 'Maçon, Coffreur-bancheur',
  type_personne: 'Employé',
  horaire: '39',
  date_entree: '05/01/2026',
  gestionnaire_paie: 'non',
};

/** Opens in Excel with its accents (BOM) and its columns (`;`). */
export const templateCsv = (): string =>
  `\ufeff${COLUMN_NAMES.map(titleOf).join(';')}\r\n${COLUMN_NAMES.map(column => EXAMPLE[column] ?? '').join(';')}\r\n`;
