import { expect, test } from 'vitest';
import type { Import } from '#contract/import.ts';
import { announce, barParts, besideParts, progressOf, stateOfRun, sumUp, troubleOfRun } from './run.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const compte = {
  read: 100,
  created: 60,
  updated: 10,
  linked: 5,
  unchanged: 15,
  skipped: 8,
  set_aside: 2,
  to_map: 3,
  hidden: 0,
  gone: 1,
};
const run = (own: Partial<Import>) =>
  ({
    genre: 'complet',
    statut: 'running',
    link_nom: 'Costructor',
    simulateur: true,
    annonces: 200,
    compte,
    probleme: null,
    question: null,
    prochain_essai_at: null,
    annule_at: null,
    ...own,
  }) as Import;

test('the parts of the bar make up what was read; what is counted elsewhere stands beside it', () => {
  expect(barParts(run({})).reduce((sum, { count }) => sum + count, 0)).toBe(compte.read);
  expect(besideParts(run({})).map(({ key }) => key)).toEqual(['to_map', 'gone']);
  expect(barParts(run({ genre: 'apercu' }))[0]!.name).toBe('À créer');
});

test('progress is told only when the ERP announced a number that can be true', () => {
  expect(progressOf(run({}))).toBe(0.5);
  expect(progressOf(run({ annonces: 40 }))).toBeNull();
  expect(progressOf(run({ annonces: null }))).toBeNull();
  expect(progressOf(run({ annonces: 40, statut: 'succeeded' }))).toBe(1);
});

test('a trouble says what it is, in amber while it heals by itself', () => {
  const probleme = { mot: 'unavailable' as const, phrase: 'Costructor ne répond pas : nouvel essai à 14:20.' };
  const waiting = run({ statut: 'waiting', probleme, prochain_essai_at: '2026-11-23T13:20:00.000Z' });
  expect(troubleOfRun(waiting)).toEqual({ state: 'ambre', title: 'L’ERP ne répond pas', phrase: probleme.phrase });
  expect(stateOfRun(waiting).state).toBe('ambre');
  expect(troubleOfRun(run({ statut: 'failed', probleme }))?.state).toBe('rouge');
  expect(troubleOfRun(run({}))).toBeNull();
});

test('a screen reader hears quarters and ends, not every page', () => {
  const at = (read: number) => plain(announce(run({ compte: { ...compte, read } })));
  expect(at(50)).toBe('Lecture complète, Costructor (simulateur) : 25 % lus.');
  expect(at(99)).toBe(at(50));
  expect(at(100)).not.toBe(at(99));
  expect(plain(announce(run({ statut: 'succeeded' })))).toContain('réussi. 100 chantiers lus : 60 créés');
});

test('one and several agree', () => {
  const few = { ...compte, created: 1, updated: 0, linked: 0, skipped: 0, set_aside: 0, to_map: 0, gone: 2 };
  expect(plain(sumUp(run({ statut: 'succeeded', compte: few })))).toBe(
    '100 chantiers lus : 1 créé, 2 supprimés dans l’ERP.',
  );
});

test('a reading that changed nothing says so', () => {
  const nothing = {
    ...compte,
    read: 15,
    created: 0,
    updated: 0,
    linked: 0,
    skipped: 0,
    set_aside: 0,
    to_map: 0,
    gone: 0,
  };
  expect(plain(sumUp(run({ statut: 'succeeded', compte: nothing })))).toBe('15 chantiers lus, rien de nouveau.');
});
