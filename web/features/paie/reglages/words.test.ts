import { expect, test } from 'vitest';
import { ReglagesPaie } from '#contract/paie.ts';
import { differences, GROUPES, titre, valeur } from './words.ts';

const REGLAGES: ReglagesPaie = {
  effet_du: '2026-11-01',
  horaire: [420, 420, 420, 420, 420, 0, 0],
  debut_journee: '08:00',
  pause_debut: '12:00',
  pause_minutes: 60,
  seuil_semaine: 2100,
  seuil_majoration_2: 2580,
  conges_dans_seuil: true,
  semaine_a_cheval: 'fin',
  alsace_moselle: false,
  siege_latitude: 45.5646,
  siege_longitude: null,
  zones_km: [5, 10, 20, 30, 40, 50],
  panier_minutes: 300,
  nuit_debut: '21:00',
  nuit_fin: '06:00',
  jour_max: 600,
  semaine_max: 2880,
  moyenne_max: 2640,
  repos_jour: 660,
  repos_semaine: 2100,
  mineur_jour_max: 480,
  mineur_semaine_max: 2100,
  valider_les_siennes: false,
};
const bare = (text: string | null) => text?.replaceAll('\u00a0', ' ');

test('every setting of the contract is on the page, once', () => {
  const shown = GROUPES.flatMap(({ fields }) => fields);
  expect([...shown, 'effet_du'].toSorted()).toEqual(Object.keys(ReglagesPaie.shape).toSorted());
});

test('each is read as people say it', () => {
  expect(bare(valeur(REGLAGES, 'horaire'))).toBe('35 h : lun. 7 h, mar. 7 h, mer. 7 h, jeu. 7 h, ven. 7 h');
  expect(bare(valeur(REGLAGES, 'zones_km'))).toBe('1A : 5 km, 1B : 10 km, 2 : 20 km, 3 : 30 km, 4 : 40 km, 5 : 50 km');
  expect(bare(valeur(REGLAGES, 'seuil_majoration_2'))).toBe('43 h');
  expect(valeur(REGLAGES, 'siege_latitude')).toBe('45,5646');
  expect(valeur(REGLAGES, 'siege_longitude')).toBeNull();
  expect(titre('panier_minutes')).not.toContain('minutes');
});

test('the history tells what changed, and nothing else', () => {
  const later = { ...REGLAGES, effet_du: '2027-01-01', panier_minutes: 330 };
  expect(differences(later, REGLAGES).map(({ nom, avant, apres }) => [nom, bare(avant), bare(apres)])).toEqual([
    ['panier_minutes', '5 h', '5 h 30'],
  ]);
  expect(differences(REGLAGES, undefined)).toEqual([]);
});
