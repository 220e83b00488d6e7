// The settings of pay as people read them, in the groups of the page. Pure.
import { ReglagesPaie } from '#contract/paie.ts';
import { ZONES } from '#contract/values.ts';
import { formatMinutes, formatNumber } from '../../../lib/format.ts';

export type Nom = Exclude<keyof ReglagesPaie, 'effet_du'>;

export const JOURS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'] as const;
export const A_CHEVAL = { fin: 'celui où elle finit', debut: 'celui où elle commence' } as const;

/** In the order in which a company tells them. */
export const GROUPES: { title: string; fields: Nom[] }[] = [
  {
    title: 'La semaine de travail',
    fields: ['horaire', 'debut_journee', 'pause_debut', 'pause_minutes', 'alsace_moselle', 'valider_les_siennes'],
  },
  {
    title: 'Heures supplémentaires',
    fields: ['seuil_semaine', 'seuil_majoration_2', 'semaine_a_cheval', 'conges_dans_seuil'],
  },
  {
    title: 'Repas, trajets et nuit',
    fields: ['nuit_debut', 'nuit_fin', 'siege_latitude', 'siege_longitude', 'panier_minutes', 'zones_km'],
  },
  {
    title: 'Alertes',
    fields: [
      'jour_max',
      'semaine_max',
      'moyenne_max',
      'repos_jour',
      'repos_semaine',
      'mineur_jour_max',
      'mineur_semaine_max',
    ],
  },
];

/** Durations: typed and read in hours. */
export const DUREES = [
  'pause_minutes',
  'seuil_semaine',
  'seuil_majoration_2',
  'panier_minutes',
  'jour_max',
  'semaine_max',
  'moyenne_max',
  'repos_jour',
  'repos_semaine',
  'mineur_jour_max',
  'mineur_semaine_max',
] as const satisfies Nom[];
export const HEURES = ['debut_journee', 'pause_debut', 'nuit_debut', 'nuit_fin'] as const satisfies Nom[];

const titleOf = (nom: Nom): string => String(ReglagesPaie.shape[nom].meta()?.['title'] ?? nom);
/** The title of the contract, without the unit: it is written beside the value. */
export const titre = (nom: Nom): string =>
  titleOf(nom)
    .replace(/ \([^)]*minutes[^)]*\)/, '')
    .replace(' (minutes)', '');

const horaireWords = (horaire: readonly number[]): string => {
  const total = horaire.reduce((sum, minutes) => sum + minutes, 0);
  const days = horaire.flatMap((minutes, n) =>
    minutes > 0 ? [`${JOURS[n]!.slice(0, 3).toLowerCase()}. ${formatMinutes(minutes)}`] : [],
  );
  return `${formatMinutes(total)} : ${days.join(', ')}`;
};
const zonesWords = (zones_km: readonly number[]): string =>
  ZONES.map((zone, n) => `${zone} : ${zones_km[n]}\u00a0km`).join(', ');
const degrees = (value: number): string => String(value).replace('.', ',');

/** null: not said. */
export function valeur(reglages: ReglagesPaie, nom: Nom): string | null {
  const value = reglages[nom];
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? 'Oui' : 'Non';
  if (nom === 'horaire') return horaireWords(reglages.horaire);
  if (nom === 'zones_km') return zonesWords(reglages.zones_km);
  if (nom === 'semaine_a_cheval') return A_CHEVAL[reglages.semaine_a_cheval];
  if ((DUREES as readonly Nom[]).includes(nom)) return formatMinutes(Number(value));
  if (typeof value === 'number') return nom.startsWith('siege') ? degrees(value) : formatNumber(value);
  return String(value);
}

const NOMS = GROUPES.flatMap(({ fields }) => fields);

/** What one setting changes of the one before it; all is new in the first. */
export const differences = (
  reglages: ReglagesPaie,
  before: ReglagesPaie | undefined,
): { nom: Nom; avant: string | null; apres: string | null }[] =>
  before === undefined
    ? []
    : NOMS.map(nom => ({ nom, avant: valeur(before, nom), apres: valeur(reglages, nom) })).filter(
        ({ avant, apres }) => avant !== apres,
      );
