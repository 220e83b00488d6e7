import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ajouterJours, plagesSeCroisent } from '#contract/calendrier.ts';
import type { Chantier, Ligne, Terrain } from '../rules.ts';
import { type Demande, decide, type Issue, lignesApres } from './decide.ts';

const JOUR = '2026-11-25';
const chantier = (id: string, more: Partial<Chantier> = {}): [string, Chantier] => [
  id,
  { id, statut: 'en_cours', visible: true, mene: false, vise: false, ...more },
];
const terrain = (more: Partial<Terrain['auteur']> = {}): Terrain => ({
  auteur: { personne_id: 'bruno', tout: false, chantiers: null, ...more },
  personnes: new Map(['bruno', 'zoe'].map(id => [id, { id, active: true, date_entree: null, date_sortie: null }])),
  chantiers: new Map([
    chantier('A'),
    chantier('B'),
    chantier('fermé', { statut: 'ferme' }),
    chantier('caché', { visible: false }),
  ]),
  lignes: [],
  mois_clos: new Set(['2026-10']),
});
const ligne = (more: Partial<Ligne> = {}): Ligne => ({
  ...{
    id: 'un',
    version: 3,
    personne_id: 'bruno',
    chantier_id: 'A',
    jour: JOUR,
    minutes: 420,
    plages: [],
    panier: null,
  },
  ...{ zone: null, commentaire: null, statut: 'brouillon', revision: 1, valide_revision: null, origine: 'saisie' },
  affectation_id: null,
  ...more,
});
const demande = (more: Partial<Demande> = {}): Demande => ({
  ...{
    personne_id: 'bruno',
    chantier_id: 'A',
    jour: JOUR,
    saisie: { minutes: 300 },
    soumettre: false,
    motif: undefined,
  },
  ...{ origine: 'saisie', nouvel_id: 'neuf' },
  ...more,
});
const said = (issue: Issue): string => {
  if ('refus' in issue) return issue.refus;
  if ('inchange' in issue) return 'inchangé';
  const { geste, apres } = issue.ecriture;
  return `${geste} ${apres ? `${apres.statut} r${apres.revision} v${apres.version} ${apres.minutes}` : ''}`.trim();
};
const valide = { statut: 'valide', valide_revision: 1 } as const;

describe('one entry', () => {
  const CASES: [string, Ligne | null, Partial<Demande>, string][] = [
    ['new', null, {}, 'saisi brouillon r1 v1 300'],
    ['new, submitted', null, { soumettre: true }, 'saisi soumis r1 v1 300'],
    ['new, in a closed month', null, { jour: '2026-10-30' }, 'pointage.periode_cloturee'],
    ['new, on a closed chantier', null, { chantier_id: 'fermé' }, 'pointage.chantier_ferme'],
    ['nothing to change', null, { id: 'un' }, 'pointage.not_found'],
    ['nothing to delete', null, { supprimer: true }, 'pointage.not_found'],
    ['a version of nothing', null, { version: 1 }, 'precondition.failed'],
    ['found by its place', ligne(), {}, 'modifie brouillon r1 v4 300'],
    ['found by its place, when there must be none', ligne(), { neuf: true }, 'pointage.exists'],
    ['a stale version', ligne(), { version: 2 }, 'precondition.failed'],
    ['the last version', ligne(), { version: 3 }, 'modifie brouillon r1 v4 300'],
    ['the same again', ligne(), { saisie: { minutes: 420 } }, 'inchangé'],
    ['the same, submitted', ligne(), { saisie: { minutes: 420 }, soumettre: true }, 'soumis soumis r1 v4 420'],
    ['the same, submitted already', ligne({ statut: 'soumis' }), { saisie: {}, soumettre: true }, 'inchangé'],
    ['the same, validated already', ligne(valide), { saisie: {}, soumettre: true }, 'inchangé'],
    [
      'rejected, submitted again as it is',
      ligne({ statut: 'rejete' }),
      { saisie: {}, soumettre: true },
      'soumis soumis r1 v4 420',
    ],
    ['validated, without a reason', ligne(valide), {}, 'pointage.motif_requis'],
    ['validated, with a reason', ligne(valide), { motif: 'Oubli' }, 'corrige brouillon r2 v4 300'],
    ['validated, deleted', ligne(valide), { supprimer: true, motif: 'Oubli' }, 'supprime'],
    ['moved to another chantier', ligne(), { id: 'un', saisie: { chantier_id: 'B' } }, 'modifie brouillon r1 v4 420'],
    ['moved where nothing is seen', ligne(), { id: 'un', saisie: { chantier_id: 'caché' } }, 'chantier.not_found'],
    [
      'moved once validated',
      ligne(valide),
      { id: 'un', saisie: { chantier_id: 'B' }, motif: 'x' },
      'pointage.deplacement_refuse',
    ],
    ['too long', ligne(), { saisie: { minutes: 1441 } }, 'pointage.journee_pleine'],
    [
      'of a closed month',
      ligne({ jour: '2026-10-30' }),
      { jour: '2026-10-30', motif: 'x' },
      'pointage.periode_cloturee',
    ],
  ];
  test.each(CASES)('%s', (_, avant, more, wanted) => {
    const issue = decide(terrain(), avant ? [avant] : [], demande(more));
    expect(said(issue)).toBe(wanted);
  });

  test('whoever does not see a chantier is not told that somebody has hours there', () => {
    const theirs = ligne({ personne_id: 'zoe', chantier_id: 'caché' });
    const asked = { personne_id: 'zoe', chantier_id: 'caché' };
    expect(said(decide(terrain(), [theirs], demande(asked)))).toBe('chantier.not_found');
    expect(said(decide(terrain(), [], demande(asked)))).toBe('chantier.not_found');
    expect(said(decide(terrain(), [ligne({ personne_id: 'zoe' })], demande({ personne_id: 'zoe' })))).toBe(
      'pointage.saisie_refusee',
    );
    expect(said(decide(terrain({ chantiers: ['B'] }), [ligne()], demande()))).toBe('api_key.bound');
  });
});

const heure = fc.integer({ min: 0, max: 47 }).map(n => `${String(n >> 1).padStart(2, '0')}:${n % 2 ? '30' : '00'}`);
const demandes = fc.array(
  fc.record({
    personne_id: fc.constantFrom('bruno', 'zoe'),
    chantier_id: fc.constantFrom('A', 'B', 'fermé'),
    jour: fc.integer({ min: 0, max: 3 }).map(n => ajouterJours('2026-10-30', n)),
    minutes: fc.option(fc.integer({ min: 0, max: 1500 }), { nil: undefined }),
    plages: fc.option(fc.array(fc.record({ debut: heure, fin: heure }), { maxLength: 2 }), { nil: undefined }),
    vers: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
    soumettre: fc.boolean(),
    supprimer: fc.boolean(),
    motif: fc.option(fc.constant('Essai'), { nil: undefined }),
    valide: fc.boolean(),
  }),
  { maxLength: 25 },
);

function expectWhole(lignes: readonly Ligne[]): void {
  const places = lignes.map(one => `${one.personne_id} ${one.chantier_id} ${one.jour}`);
  expect(new Set(places).size).toBe(places.length);
  for (const of of Map.groupBy(lignes, one => `${one.personne_id} ${one.jour}`).values())
    expect(of.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(1440);
  for (const of of Map.groupBy(lignes, one => one.personne_id).values()) {
    const all = of.flatMap(({ jour, plages }) => plages.map(plage => ({ jour, plage })));
    expect(all.some((one, i) => all.slice(i + 1).some(two => plagesSeCroisent(one, two)))).toBe(false);
  }
}

test('whatever is asked one after the other: one pointage per place, 24 h a day, no minute twice, no silent correction', () => {
  fc.assert(
    fc.property(demandes, fc.boolean(), (asked, tout) => {
      const around = terrain({ tout });
      let lignes: Ligne[] = [];
      for (const [i, { minutes, plages, vers, valide: then, ...rest }] of asked.entries()) {
        const saisie = { minutes, plages, chantier_id: vers };
        const issue = decide(around, lignes, demande({ ...rest, saisie, nouvel_id: `n${i}` }));
        if (!('ecriture' in issue)) continue;
        const { avant, apres } = issue.ecriture;
        if (avant?.statut === 'valide' || rest.jour < '2026-11-01') expect(rest.motif).toBeDefined();
        if (rest.jour < '2026-11-01' || rest.personne_id !== 'bruno') expect(tout).toBe(true);
        if (apres && avant) expect([apres.id, apres.version]).toEqual([avant.id, avant.version + 1]);
        lignes = lignesApres(lignes, issue.ecriture);
        expectWhole(lignes);
        // A visa comes in between.
        if (apres && then)
          lignes = lignes.map(one =>
            one.id === apres.id ? { ...one, statut: 'valide', valide_revision: one.revision } : one,
          );
      }
    }),
  );
});
