// The month as people read it and as pay takes it in: pure.
import { z } from 'zod';
import { MoisPaie } from '#contract/paie.ts';
import { Mois, Semaine } from '#contract/temps.ts';
import { Jour } from '#contract/text.ts';
import { type UniteRubrique as Unite, UniteRubrique, Zone } from '#contract/values.ts';

/** As it is kept: with the codes of pay, and the corrections that the totals hold told apart. */
export const MoisLu = MoisPaie.extend({
  rubriques: z.array(MoisPaie.shape.rubriques.element.extend({ code_paie: z.string().max(50).nullable() })).max(100),
  regularisations: z
    .array(
      z.strictObject({
        personne_id: z.uuid(),
        jour: Jour,
        mois_origine: Mois,
        rubrique: z.string().max(40),
        quantite: z.int(),
        motif: z.string().max(500),
      }),
    )
    .max(100_000),
});
export type MoisLu = z.infer<typeof MoisLu>;

export const toMoisPaie = ({ regularisations: _, rubriques, ...mois }: MoisLu): MoisPaie => ({
  ...mois,
  rubriques: rubriques.map(({ code_paie: __, ...rubrique }) => rubrique),
});

const ligne = { jour: Jour, libelle: z.string().max(100), unite: UniteRubrique, quantite: z.int() };
export const MoisDePersonne = z.strictObject({
  mois: Mois,
  nom: z.string().max(100),
  prenom: z.string().max(100),
  matricule: z.string().max(50).nullable(),
  cloture: z.boolean(),
  lignes: z.array(z.strictObject({ ...ligne, rubrique: z.string().max(40), zone: Zone.nullable() })).max(2000),
  regularisations: z.array(z.strictObject({ ...ligne, mois_origine: Mois, motif: z.string().max(500) })).max(2000),
});
export type MoisDePersonne = z.infer<typeof MoisDePersonne>;

export const Releve = z.strictObject({
  semaine: Semaine,
  agence: z.string().max(150),
  personnes: z
    .array(
      z.strictObject({
        nom: z.string().max(100),
        prenom: z.string().max(100),
        matricule: z.string().max(50).nullable(),
        attente: z.int().meta({ description: 'Pointages qui attendent encore une validation' }),
        jours: z.array(z.strictObject({ jour: Jour, chantier: z.string().max(310), minutes: z.int() })).max(100),
      }),
    )
    .max(2000),
});
export type Releve = z.infer<typeof Releve>;

/** Hundredths, rounded half away from zero, with a decimal comma: 440 minutes are `7,33`. */
export function centiemes(n: number, per: number): string {
  const hundredths = Math.round((Math.abs(n) * 100) / per);
  const sign = n < 0 && hundredths > 0 ? '-' : '';
  return `${sign}${Math.floor(hundredths / 100)},${String(hundredths % 100).padStart(2, '0')}`;
}

/** In a file: a number of its own column. */
const FOR_FILE: Record<Unite, (n: number) => string> = {
  minutes: n => centiemes(n, 60),
  nombre: String,
  jours: n => centiemes(n, 100),
  centimes: n => centiemes(n, 100),
};

/** For people: 7 h 20, 2, 0,50 j, 12,34 €. */
export function quantiteLisible(n: number, unite: Unite): string {
  if (unite === 'nombre') return String(n);
  if (unite === 'jours') return `${centiemes(n, 100)} j`;
  if (unite === 'centimes') return `${centiemes(n, 100)} €`;
  const minutes = Math.abs(n);
  return `${n < 0 ? '−' : ''}${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

const COLUMNS: Unite[] = ['minutes', 'nombre', 'jours', 'centimes'];
const HEADER = [
  'matricule',
  'nom',
  'prénom',
  'période',
  'période d’origine',
  'jour',
  'code paie',
  'rubrique',
  'libellé',
  'heures centièmes',
  'nombre',
  'jours',
  'montant',
  'motif',
];

/** A spreadsheet takes what begins like a formula for one (OWASP, CSV injection): such a text is told to be a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Line = {
  rubrique: string;
  quantite: number;
  origine?: { mois: string; jour: string; motif: string };
};

/**
 * A line for each person and rubrique of the month, then one for each correction of an earlier one: together they are the totals
 * of the screen. Semicolons, decimal commas and a mark of UTF-8, as a French spreadsheet and the payroll programs read them.
 */
export function csvOf(mois: MoisLu): string {
  const rubriques = new Map(mois.rubriques.map(rubrique => [rubrique.code, rubrique]));
  const rank = new Map(mois.rubriques.map(({ code }, n) => [code, n]));
  const rows = mois.personnes.flatMap(personne =>
    linesOf(personne, mois)
      .toSorted((a, b) => rank.get(a.rubrique)! - rank.get(b.rubrique)!)
      .map(({ rubrique: code, quantite, origine }) => {
        const { libelle, unite, code_paie } = rubriques.get(code)!;
        const texts = [personne.matricule ?? '', personne.nom, personne.prenom, mois.mois];
        const numbers = COLUMNS.map(column => (column === unite ? FOR_FILE[unite](quantite) : ''));
        const from = [origine?.mois ?? mois.mois, origine?.jour ?? '', code_paie ?? '', code, libelle];
        return [...[...texts, ...from].map(cell), ...numbers, cell(origine?.motif ?? '')];
      }),
  );
  return `\ufeff${[HEADER, ...rows].map(row => `${row.join(';')}\r\n`).join('')}`;
}

function linesOf({ personne_id, totaux }: MoisLu['personnes'][number], { regularisations }: MoisLu): Line[] {
  const own = regularisations.filter(one => one.personne_id === personne_id);
  const corrected = (code: string) =>
    own.filter(one => one.rubrique === code).reduce((sum, { quantite }) => sum + quantite, 0);
  const plain = Object.entries(totaux).map(([rubrique, total]) => ({
    rubrique,
    quantite: total - corrected(rubrique),
  }));
  return [
    ...plain.filter(({ quantite }) => quantite !== 0),
    ...own.map(({ rubrique, quantite, mois_origine, jour, motif }) => ({
      rubrique,
      quantite,
      origine: { mois: mois_origine, jour, motif },
    })),
  ];
}
