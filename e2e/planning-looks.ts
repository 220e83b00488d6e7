// The planning and the absences in their main states, to be looked at and checked with the other pages (every-page.ts).
import type { Page } from 'playwright-core';
import { Absence } from '../contract/absence.ts';
import { Affectation, Planning } from '../contract/affectation.ts';
import { joursDe } from '../contract/calendrier.ts';
import type { MotifAbsence } from '../contract/values.ts';
import type { ErpLook } from './erp-looks.ts';
import { moveInConflict, moveTooLate, weekFails, weekRefused } from './planning-states.ts';
import { DASHBOARD_LOOKS } from './tableau-looks.ts';

const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(n).padStart(12, '0')}`;
const WEEK = '2026-W46';
const JOURS = joursDe(WEEK);
const AT = '2026-11-06T08:00:00.000Z';

const PEOPLE: [nom: string, prenom: string, metier: string][] = [
  ['Benali', 'Karim', 'Chef d’équipe'],
  ['Blanc', 'Paul', 'Maçon'],
  ['Costa', 'Bruno', 'Maçon'],
  ['Diallo', 'Mamadou', 'Maçon'],
  ['El Amrani', 'Youssef', 'Coffreur-bancheur'],
  ['Fernandes', 'João', 'Coffreur-bancheur'],
  ['Haddad', 'Ahmed', 'Coffreur-bancheur'],
  ['Mermet', 'Stéphane', 'Grutier'],
  ['Mollard', 'Kevin', 'Ferrailleur'],
  ['Perrier', 'Cédric', 'Ferrailleur'],
  ['Rossi', 'Damien', 'Ferrailleur'],
  ['Traoré', 'Ibrahim', 'Ferrailleur'],
];
const SITES: [code: string, nom: string, couleur: string][] = [
  ['A001', 'Résidence Les Tilleuls', '#1f5fa8'],
  ['A002', 'Groupe scolaire Jean-Jaurès', '#b4530a'],
  ['A003', 'Halle de sport du Marais', '#2e7d4f'],
];

const personnes = PEOPLE.map(([nom, prenom, metier], n) => ({
  id: uuid(100 + n),
  nom,
  prenom,
  type_personne: n > 10 ? ('interimaire' as const) : ('employe' as const),
  metiers: [metier],
  horaire: [420, 420, 420, 420, 420, 0, 0],
}));
const chantiers = SITES.map(([code, nom, couleur], n) => ({
  id: uuid(200 + n),
  code,
  nom,
  couleur,
  statut: 'en_cours' as const,
}));

let counted = 1000;
type More = Partial<Pick<Affectation, 'debut' | 'fin' | 'note' | 'serie_id'>>;
const block = (who: number, day: number, { site, ...more }: More & { site: number }): Affectation => {
  const { id, nom, prenom } = personnes[who]!;
  const chantier = chantiers[site]!;
  return Affectation.parse({
    id: uuid(++counted),
    version: 1,
    personne_id: id,
    nom,
    prenom,
    chantier_id: chantier.id,
    chantier_code: chantier.code,
    chantier_nom: chantier.nom,
    couleur: chantier.couleur,
    jour: JOURS[day]!,
    minutes_prevues: null,
    debut: null,
    fin: null,
    note: null,
    serie_id: null,
    created_at: AT,
    updated_at: AT,
    ...more,
  } satisfies Affectation);
};

/** The Wednesday is the 11th of November. */
const worked = [0, 1, 3, 4];
const affectations = [
  ...[1, 2, 3, 5].flatMap(who => worked.map(day => block(who, day, { site: 0 }))),
  ...[0, 4, 7].flatMap(who => worked.map(day => block(who, day, { site: 1 }))),
  ...worked.flatMap(day => [
    block(8, day, { site: 0, debut: '07:30', fin: '12:00', note: 'Prendre les étais au dépôt' }),
    block(8, day, { site: 1, debut: '13:00', fin: '16:30' }),
  ]),
  ...[0, 1].map(day => block(9, day, { site: 2 })),
  ...worked.map(day => block(11, day, { site: 2, serie_id: uuid(900) })),
];

const away = (n: number, who: number, more: Partial<Planning['absences'][number]>) => ({
  id: uuid(300 + n),
  personne_id: personnes[who]!.id,
  debut: JOURS[0]!,
  fin: JOURS[4]!,
  moment: 'journee' as const,
  motif: null,
  ...more,
});

const planning = (more: Partial<Planning> = {}): Planning =>
  Planning.parse({
    semaine: WEEK,
    debut: JOURS[0]!,
    fin: JOURS[6]!,
    feries: [{ jour: JOURS[2]!, nom: 'Armistice de 1918' }],
    peut_planifier: true,
    personnes,
    chantiers,
    affectations,
    absences: [
      away(1, 6, { motif: 'conges_payes' }),
      away(2, 5, { debut: JOURS[4]!, fin: JOURS[4]!, moment: 'apres_midi' }),
    ],
    ailleurs: [0, 1].map(day => ({ personne_id: personnes[10]!.id, jour: JOURS[day]!, minutes: 420 })),
    ...more,
  } satisfies Planning);

const absence = (n: number, who: number, motif: MotifAbsence | null): Absence =>
  Absence.parse({
    id: uuid(400 + n),
    version: 1,
    personne_id: personnes[who]!.id,
    nom: personnes[who]!.nom,
    prenom: personnes[who]!.prenom,
    debut: JOURS[n % 5]!,
    fin: JOURS[n % 2 === 0 ? 4 : n % 5]!,
    moment: n % 2 === 0 ? 'journee' : 'matin',
    motif,
    a_preciser: motif === null,
    commentaire: n === 0 ? 'Posés en septembre' : null,
    modifiable: true,
    created_at: AT,
    updated_at: AT,
  } satisfies Absence);
const ABSENCES = [absence(0, 6, 'conges_payes'), absence(1, 3, null), absence(2, 8, 'formation'), absence(3, 1, 'rtt')];

const week = (more: Partial<Planning> = {}) => ({ more: { '/planning': planning(more) } });
const list = (items: Absence[]) => ({
  more: {
    '/absences': { items, next_cursor: null },
    ...Object.fromEntries(items.map(one => [`/absences/${one.id}`, one])),
  },
});
const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 768;
const open = async (page: Page, name: RegExp) => {
  // On a phone the day is opened by its person's line.
  const inGrid = isPhone(page) ? page.locator('main') : page.getByRole('gridcell');
  await inGrid.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

export const PLANNING_LOOKS: ErpLook[] = [
  { name: 'planning', path: `/planning?semaine=${WEEK}`, states: () => week() },
  { name: 'planning-chantiers', path: `/planning?semaine=${WEEK}&vue=chantiers`, states: () => week() },
  {
    name: 'planning-lecture',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week({ peut_planifier: false }),
  },
  { name: 'planning-rien', brief: true, path: `/planning?semaine=${WEEK}&q=introuvable`, states: () => week() },
  {
    name: 'planning-vide',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week({ personnes: [], affectations: [], absences: [], ailleurs: [] }),
  },
  { name: 'planning-moi', path: '/planning?vue=moi', states: () => week() },
  {
    name: 'planning-bloc',
    path: `/planning?semaine=${WEEK}`,
    states: () => week(),
    prepare: page => open(page, /Mollard/),
  },
  {
    name: 'planning-affecter',
    path: `/planning?semaine=${WEEK}&jour=${JOURS[3]}`,
    states: () => week(),
    prepare: async page => {
      if (isPhone(page))
        await page
          .getByRole('button', { name: /^Affecter / })
          .first()
          .click();
      else {
        await page.getByLabel('Choisir tout le groupe Maçon').click();
        await page.getByRole('button', { name: 'Affecter à un chantier' }).click();
      }
      await page.getByRole('option', { name: /Marais/ }).click();
    },
  },
  {
    name: 'planning-en-panne',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week(),
    prepare: weekFails,
  },
  {
    name: 'planning-refuse',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week(),
    prepare: weekRefused,
  },
  {
    name: 'planning-conflit',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week(),
    prepare: async page => {
      await open(page, /Mollard/);
      const place = { personne_id: personnes[8]!.id, jour: JOURS[2]!, chantier_id: chantiers[0]!.id };
      await moveInConflict(page, JOURS[2]!, [{ ...place, code: 'absence', bloquant: true }]);
    },
  },
  {
    name: 'planning-trop-tard',
    brief: true,
    path: `/planning?semaine=${WEEK}`,
    states: () => week(),
    prepare: async page => {
      await open(page, /Mollard/);
      await moveTooLate(page, JOURS[2]!);
    },
  },
  { name: 'absences', path: '/absences', states: () => list(ABSENCES) },
  { name: 'absences-vide', brief: true, path: '/absences', states: () => list([]) },
  { name: 'absence', path: `/absences?absence=${ABSENCES[0]!.id}`, states: () => list(ABSENCES) },
  {
    name: 'absence-lue',
    brief: true,
    path: `/absences?absence=${ABSENCES[0]!.id}`,
    states: () => list(ABSENCES.map(one => ({ ...one, modifiable: false, motif: null, commentaire: null }))),
  },
  {
    name: 'absence-nouvelle',
    brief: true,
    path: '/absences',
    states: () => list(ABSENCES),
    prepare: page => page.getByRole('button', { name: 'Noter une absence' }).click(),
  },
  ...DASHBOARD_LOOKS,
];
