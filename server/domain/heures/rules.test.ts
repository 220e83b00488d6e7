import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouterJours, bornesDePlage, sommeDesPlages } from '#contract/calendrier.ts';
import type { Plage } from '#contract/temps.ts';
import type { StatutPointage } from '#contract/values.ts';
import {
  type Auteur,
  apresChangement,
  type Chantier,
  type Contenu,
  contenuApres,
  estCorrection,
  fauteDePlace,
  issueDuGeste,
  type Ligne,
  memeContenu,
  type Personne,
  peutSaisir,
  refusDePlace,
  refusDeToucher,
  type Saisie,
  type Terrain,
} from './rules.ts';

const JOUR = '2026-11-25';
const plage = (text: string): Plage => ({ debut: text.slice(0, 5), fin: text.slice(6) });
const vide: Contenu = { minutes: 0, plages: [], panier: null, zone: null, commentaire: null, chantier_id: 'A' };
const ligne = (more: Partial<Ligne> = {}): Ligne => ({
  ...{
    ...vide,
    id: 'un',
    version: 1,
    personne_id: 'bruno',
    jour: JOUR,
    minutes: 420,
    statut: 'brouillon',
    revision: 1,
  },
  ...{ valide_revision: null, origine: 'saisie', affectation_id: null },
  ...more,
});
const chantier = (more: Partial<Chantier> = {}): Chantier => ({
  ...{ id: 'A', statut: 'en_cours', visible: true, mene: false, vise: false },
  ...more,
});
const BRUNO: Personne = { id: 'bruno', active: true, date_entree: null, date_sortie: null };
const lui: Auteur = { personne_id: 'bruno', tout: false, chantiers: null };
const chef: Auteur = { ...lui, personne_id: 'chef' };
const paie: Auteur = { ...lui, personne_id: 'paie', tout: true };
const terrain = (auteur: Auteur, more: Partial<Terrain> = {}): Terrain => ({
  auteur,
  personnes: new Map([
    ['bruno', BRUNO],
    ['parti', { ...BRUNO, id: 'parti', date_sortie: '2026-11-24' }],
    ['futur', { ...BRUNO, id: 'futur', date_entree: '2026-11-26' }],
    ['inactif', { ...BRUNO, id: 'inactif', active: false }],
  ]),
  chantiers: new Map([
    ['A', chantier()],
    ['mené', chantier({ id: 'mené', mene: true })],
    ['ouvert', chantier({ id: 'ouvert', statut: 'ouvert' })],
    ['reçu', chantier({ id: 'reçu', statut: 'receptionne' })],
    ['fermé', chantier({ id: 'fermé', statut: 'ferme', mene: true })],
    ['caché', chantier({ id: 'caché', visible: false })],
  ]),
  lignes: [],
  mois_clos: new Set(['2026-10']),
  ...more,
});

describe('what a day says', () => {
  test.each([
    ['plages give the minutes', {}, { plages: ['13:00-17:00', '08:00-12:00'] }, 480, null],
    ['minutes alone', {}, { minutes: 1 }, 1, null],
    ['a whole day', {}, { minutes: 1440 }, 1440, null],
    ['nothing', {}, {}, 0, 'pointage.journee_pleine'],
    ['more than a day', {}, { minutes: 1441 }, 1441, 'pointage.journee_pleine'],
    ['another sum', {}, { minutes: 100, plages: ['08:00-12:00'] }, 100, 'pointage.plages_somme'],
    ['plages over each other', {}, { plages: ['08:00-12:00', '11:59-13:00'] }, 301, 'pointage.plages_croisees'],
    ['plages that touch', {}, { plages: ['08:00-12:00', '12:00-13:00'] }, 300, null],
    ['a night over its own evening', {}, { plages: ['22:00-06:00', '23:00-23:30'] }, 510, 'pointage.plages_croisees'],
    ['no plage any more, minutes stay', { minutes: 240, plages: ['08:00-12:00'] }, { plages: [] }, 240, null],
  ] as const)('%s', (_, avant, saisie, minutes, faute) => {
    const of = (given: { plages?: readonly string[]; minutes?: number }): Saisie => ({
      minutes: given.minutes,
      plages: given.plages?.map(plage),
    });
    const known = contenuApres(JOUR, { ...vide, minutes: 1 }, of(avant)).contenu;
    const after = contenuApres(JOUR, 'minutes' in avant ? known : vide, of(saisie));
    expect([after.contenu.minutes, after.faute]).toEqual([minutes, faute]);
  });

  test.each([
    ['2026-03-28', '22:00-06:00', 420],
    ['2026-03-29', '01:00-04:00', 120],
    ['2026-03-29', '03:00-12:00', 540],
    ['2026-10-24', '22:00-06:00', 540],
    ['2026-10-25', '01:00-04:00', 240],
    ['2026-10-25', '03:00-12:00', 540],
    ['2026-11-28', '22:00-06:00', 480],
  ])('clocks change: %s from %s is %i minutes', (jour, text, minutes) => {
    const { contenu, faute } = contenuApres(jour, vide, { plages: [plage(text)] });
    expect([contenu.minutes, faute]).toEqual([minutes, null]);
    expect(contenuApres(jour, vide, { minutes: minutes + 60, plages: [plage(text)] }).faute).toBe(
      'pointage.plages_somme',
    );
  });

  test('minutes said alone make plages of another length go, and keep those of the same', () => {
    const avant = { ...vide, minutes: 240, plages: [plage('08:00-12:00')] };
    expect(contenuApres(JOUR, avant, { minutes: 200 }).contenu).toMatchObject({ minutes: 200, plages: [] });
    expect(contenuApres(JOUR, avant, { minutes: 240 }).contenu.plages).toHaveLength(1);
  });
});

const heures = fc.tuple(fc.nat(23), fc.nat(59)).map(hm => hm.map(n => String(n).padStart(2, '0')).join(':'));
const plages = fc.record({ debut: heures, fin: heures });
const jours = fc.integer({ min: 0, max: 800 }).map(n => ajouterJours('2025-12-01', n));

test('whatever is said, what is accepted holds together, and saying it again changes nothing', () => {
  fc.assert(
    fc.property(
      jours,
      fc.array(plages, { maxLength: 4 }),
      fc.option(fc.integer({ min: -5, max: 1500 })),
      (jour, p, m) => {
        const { contenu, faute } = contenuApres(jour, vide, { plages: p, ...(m === null ? {} : { minutes: m }) });
        if (faute) return;
        expect(contenu.minutes).toBeGreaterThan(0);
        expect(contenu.minutes).toBeLessThanOrEqual(1440);
        if (contenu.plages.length > 0) expect(sommeDesPlages(jour, contenu.plages)).toBe(contenu.minutes);
        const { minutes, plages: kept } = contenu;
        expect(memeContenu(contenuApres(jour, contenu, { minutes, plages: kept }).contenu, contenu)).toBe(true);
      },
    ),
  );
});

describe('where a day lies', () => {
  const NUIT = { minutes: 480, plages: [plage('22:00-06:00')] };
  test.each([
    ['the same chantier that day', { chantier_id: 'A' }, 'pointage.exists'],
    ['itself', { id: 'neuf', chantier_id: 'A' }, null],
    ['somebody else', { personne_id: 'autre', chantier_id: 'A' }, null],
    ['the day before', { jour: '2026-11-24', chantier_id: 'A' }, null],
    ['24 hours in all', { chantier_id: 'B', minutes: 1380 }, null],
    ['a minute more', { chantier_id: 'B', minutes: 1381 }, 'pointage.journee_pleine'],
    ['the night before, over its beginning', { jour: '2026-11-24', ...NUIT }, 'pointage.plages_croisees'],
    ['two nights before', { jour: '2026-11-23', ...NUIT }, null],
    ['times that touch', { chantier_id: 'B', minutes: 60, plages: [plage('06:30-07:30')] }, null],
  ] as const)('one hour from 5:30 to 6:30, beside %s: %s', (_, more, faute) => {
    const contenu = { ...vide, minutes: 60, plages: [plage('05:30-06:30')] };
    const other = ligne({ ...more, plages: [...('plages' in more ? more.plages : [])] } as Partial<Ligne>);
    expect(fauteDePlace({ id: 'neuf', personne_id: 'bruno', jour: JOUR, contenu }, [other])).toBe(faute);
  });

  test('two stretches cross when they share a minute of the wall clock, whichever came first', () => {
    const minutesOf = (shift: number, one: Plage): Set<number> => {
      const { de, a } = bornesDePlage(one);
      return new Set(Array.from({ length: a - de }, (_, i) => shift * 1440 + de + i));
    };
    fc.assert(
      fc.property(plages, plages, fc.integer({ min: -2, max: 2 }), (one, two, shift) => {
        const [here, there] = [JOUR, ajouterJours(JOUR, shift)];
        const x = ligne({ id: 'x', jour: here, chantier_id: 'A', minutes: 1, plages: [one] });
        const y = ligne({ id: 'y', jour: there, chantier_id: 'B', minutes: 1, plages: [two] });
        const crossed = fauteDePlace({ ...x, contenu: x }, [y]);
        expect(fauteDePlace({ ...y, contenu: y }, [x])).toBe(crossed);
        const theirs = minutesOf(shift, two);
        const shared = [...minutesOf(0, one)].some(minute => theirs.has(minute));
        expect(crossed).toBe(shared ? 'pointage.plages_croisees' : null);
      }),
    );
  });
});

describe('who may put hours where', () => {
  test.each([
    [lui, 'bruno', 'A', null],
    [lui, 'bruno', 'ouvert', null],
    [lui, 'bruno', 'reçu', 'pointage.chantier_ferme'],
    [lui, 'bruno', 'caché', 'chantier.not_found'],
    [lui, 'bruno', 'inconnu', 'chantier.not_found'],
    [lui, 'autre', 'A', 'pointage.saisie_refusee'],
    [{ ...lui, chantiers: ['ouvert'] }, 'bruno', 'A', 'api_key.bound'],
    [{ ...lui, chantiers: ['A'] }, 'bruno', 'A', null],
    [chef, 'bruno', 'A', 'pointage.saisie_refusee'],
    [chef, 'bruno', 'mené', null],
    [chef, 'bruno', 'fermé', 'pointage.chantier_ferme'],
    [chef, 'effacé', 'mené', 'personne.not_found'],
    [chef, 'parti', 'mené', 'pointage.personne_partie'],
    [chef, 'futur', 'mené', 'pointage.personne_partie'],
    [chef, 'inactif', 'mené', 'pointage.personne_partie'],
    [paie, 'inactif', 'fermé', null],
    [paie, 'parti', 'A', 'pointage.personne_partie'],
    [paie, 'bruno', 'caché', 'chantier.not_found'],
  ])('%o for %s on %s: %s', (auteur, personne_id, chantier_id, code) =>
    expect(refusDePlace(terrain(auteur), { personne_id, chantier_id, jour: JOUR })).toBe(code),
  );

  test('his own, or where he leads, or everywhere', () => {
    const [led, other] = [chantier({ mene: true }), chantier()];
    expect([peutSaisir(lui, 'bruno', other), peutSaisir(chef, 'bruno', led), peutSaisir(paie, 'bruno', other)]).toEqual(
      [true, true, true],
    );
    expect([peutSaisir(chef, 'bruno', other), peutSaisir(chef, 'bruno', undefined)]).toEqual([false, false]);
  });
});

test.each([
  [lui, null, JOUR, undefined, null],
  [lui, 'brouillon', JOUR, undefined, null],
  [lui, 'rejete', JOUR, undefined, null],
  [lui, 'soumis', JOUR, undefined, null],
  [lui, 'valide', JOUR, undefined, 'pointage.motif_requis'],
  [lui, 'valide', JOUR, 'Oubli', null],
  [chef, 'brouillon', JOUR, undefined, null],
  [chef, 'soumis', JOUR, undefined, 'pointage.motif_requis'],
  [chef, 'soumis', JOUR, 'Parti tôt', null],
  [lui, null, '2026-10-30', 'Oubli', 'pointage.periode_cloturee'],
  [paie, null, '2026-10-30', undefined, 'pointage.motif_requis'],
  [paie, 'brouillon', '2026-10-30', 'Oubli', null],
] as const)('%o touches %s of %s, saying %s: %s', (auteur, statut, jour, motif, code) => {
  const avant = statut && { statut, personne_id: 'bruno' };
  expect(refusDeToucher(terrain(auteur), avant, { jour, motif })).toBe(code);
});

test.each([
  ['brouillon', false, 'brouillon', 1, 'modifie', false, false],
  ['brouillon', true, 'soumis', 1, 'modifie', false, false],
  ['soumis', false, 'brouillon', 1, 'modifie', false, true],
  ['rejete', true, 'soumis', 1, 'modifie', false, false],
  ['valide', false, 'brouillon', 2, 'corrige', true, true],
  ['valide', true, 'soumis', 2, 'corrige', true, true],
] as const)('%s, submitted at once %s, becomes %s', (statut, soumettre, after, revision, geste, byHim, byOther) => {
  expect(apresChangement({ statut, revision: 1 }, soumettre)).toEqual({ statut: after, revision, geste });
  const avant = { statut, personne_id: 'bruno' };
  expect([estCorrection(avant, lui), estCorrection(avant, chef)]).toEqual([byHim, byOther]);
});

const ISSUES: [Auteur, 'mène' | 'vise' | '', StatutPointage, Record<'soumis' | 'valide' | 'rejete', string>][] = [
  [
    lui,
    '',
    'brouillon',
    { soumis: 'fait', valide: 'pointage.validation_refusee', rejete: 'pointage.validation_refusee' },
  ],
  [lui, 'vise', 'soumis', { soumis: 'deja', valide: 'pointage.les_siennes', rejete: 'pointage.les_siennes' }],
  [
    chef,
    '',
    'brouillon',
    { soumis: 'pointage.saisie_refusee', valide: 'pointage.validation_refusee', rejete: 'pointage.validation_refusee' },
  ],
  [
    chef,
    'mène',
    'rejete',
    { soumis: 'fait', valide: 'pointage.validation_refusee', rejete: 'pointage.validation_refusee' },
  ],
  [chef, 'vise', 'brouillon', { soumis: 'fait', valide: 'pointage.non_soumis', rejete: 'pointage.non_soumis' }],
  [chef, 'vise', 'soumis', { soumis: 'deja', valide: 'fait', rejete: 'fait' }],
  [chef, 'vise', 'valide', { soumis: 'deja', valide: 'deja', rejete: 'pointage.deja_valide' }],
  [chef, 'vise', 'rejete', { soumis: 'fait', valide: 'pointage.non_soumis', rejete: 'deja' }],
  [paie, '', 'soumis', { soumis: 'deja', valide: 'fait', rejete: 'fait' }],
];
describe.each(ISSUES)('%o, who %s there, on hours in %s', (auteur, droit, statut, wanted) => {
  const place = chantier({ mene: droit !== '', vise: droit === 'vise' });
  const issue = (geste: 'soumis' | 'valide' | 'rejete', jour = JOUR, les_siennes = false) =>
    issueDuGeste(
      geste,
      { statut, personne_id: 'bruno', jour, chantier: place },
      { terrain: terrain(auteur), les_siennes },
    );
  test.each(Object.entries(wanted))('%s: %s', (geste, said) => expect(issue(geste as 'soumis')).toBe(said));
  test('in a closed month nothing is done but by whoever keeps pay', () => {
    for (const geste of ['soumis', 'valide', 'rejete'] as const) {
      const said = issue(geste, '2026-10-30');
      expect(said).toBe(wanted[geste] === 'fait' && !auteur.tout ? 'pointage.periode_cloturee' : said);
      if (!auteur.tout) expect(said).not.toBe('fait');
    }
  });
});

test('the setting lets one validate his own, where he validates', () => {
  const at = { statut: 'soumis', personne_id: 'bruno', jour: JOUR, chantier: chantier({ vise: true }) } as const;
  expect(issueDuGeste('valide', at, { terrain: terrain(lui), les_siennes: true })).toBe('fait');
});
