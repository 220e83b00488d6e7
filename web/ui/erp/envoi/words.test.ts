import { expect, test } from 'vitest';
import type { Envoi, LigneEnvoi } from '#contract/export.ts';
import {
  canIgnore,
  canRetry,
  doneOf,
  doubtOf,
  leftOf,
  PARTS_ENVOI,
  partsOf,
  progressOf,
  sayBefore,
  sayPeriod,
  stateOfLigne,
  sumUp,
  troubleOfEnvoi,
} from './words.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const compte = (own: Partial<Envoi['compte']>): Envoi['compte'] => ({
  personnes: 3,
  jours: 12,
  lignes: 0,
  to_send: 0,
  sent: 0,
  removed: 0,
  doubtful: 0,
  refused: 0,
  unmapped: 0,
  ignored: 0,
  rattrapage: 0,
  minutes: 0,
  ...own,
});
const ligne = (own: Partial<LigneEnvoi>): LigneEnvoi =>
  ({ etat: 'sent', retrait: null, ignoree: null, raison: null, remplace: null, ...own }) as LigneEnvoi;

test('a period is named as people name it: a day, a week, a month, else its days', () => {
  expect(plain(sayPeriod({ du: '2026-11-26', au: '2026-11-26' }))).toBe('26 nov. 2026');
  expect(plain(sayPeriod({ du: '2026-11-23', au: '2026-11-29' }))).toBe('Semaine 48 (23–29 nov.)');
  expect(plain(sayPeriod({ du: '2026-11-01', au: '2026-11-30' }))).toBe('novembre 2026');
  expect(plain(sayPeriod({ du: '2026-11-03', au: '2026-11-20' }))).toBe('3–20 nov.');
});

test('the parts of the bar and what is left make up all the lines', () => {
  const envoi = {
    statut: 'running',
    compte: compte({ lignes: 20, sent: 9, removed: 2, refused: 3, unmapped: 1 }),
  } as const;
  expect(leftOf(envoi)).toBe(5);
  expect(partsOf(envoi).reduce((sum, { count }) => sum + count, 0)).toBe(20);
  expect(progressOf(envoi)).toBe(0.75);
  expect(partsOf(envoi).map(({ name }) => name)).toEqual([
    'Dans l’ERP',
    'Retirées de l’ERP',
    'À relier',
    'Refusées',
    'Restent à envoyer',
  ]);
});

test('each part with lines to show asks for those that the run counts in it', () => {
  const all = compte({ lignes: 7, sent: 1, removed: 1, doubtful: 1, refused: 1, unmapped: 1, ignored: 1 });
  const parts = partsOf({ statut: 'partial', compte: all });
  expect(parts.map(({ key, choice }) => [key, choice && PARTS_ENVOI[choice]])).toEqual([
    ['sent', { etat: 'sent' }],
    ['removed', { retrait: 'removed' }],
    ['unmapped', { etat: 'unmapped', ignoree: 'non' }],
    ['doubtful', { etat: 'doubtful' }],
    ['refused', { etat: 'refused', ignoree: 'non' }],
    ['ignored', { ignoree: 'oui' }],
    ['to_send', { etat: 'to_send' }],
  ]);
});

test('an envoi that found nothing new says no more than that; one that failed or has not begun, not even that', () => {
  expect(sumUp({ statut: 'succeeded', compte: compte({}) })).toBe('Rien de nouveau à envoyer.');
  expect(sumUp({ statut: 'failed', compte: compte({}) })).toBe('Rien n’est parti.');
  expect(sumUp({ statut: 'cancelled', compte: compte({}) })).toBe('Rien n’est parti.');
  expect(sumUp({ statut: 'running', compte: compte({}) })).toBe('Le hub prépare les lignes à envoyer.');
  const done = compte({ lignes: 12, sent: 10, refused: 2, rattrapage: 1, minutes: 4200 });
  expect(plain(sumUp({ statut: 'partial', compte: done }))).toBe(
    '3 personnes, 12 journées : 10 lignes dans l’ERP (70 h), dont 1 de rattrapage, 2 lignes à regarder.',
  );
});

test('while an envoi goes on, a line in doubt is not done, and is the hub’s to settle', () => {
  const envoi = { statut: 'running', compte: compte({ lignes: 4, sent: 2, doubtful: 1, refused: 1 }) } as const;
  expect([doneOf(envoi), leftOf(envoi), progressOf(envoi)]).toEqual([3, 0, 0.75]);
  expect(plain(sumUp(envoi))).toMatch(/1 ligne en doute que le hub vérifie, 1 ligne à regarder\.$/);
  expect(plain(sumUp({ ...envoi, statut: 'partial' }))).toMatch(/, 2 lignes à regarder\.$/);
});

test('a pause that the ERP asked for says until when, and nothing once it is past', () => {
  const at = Date.parse('2026-11-26T13:00:00Z');
  const paused = { statut: 'running', probleme: null, pause_jusqua: '2026-11-26T13:05:00.000Z' } as const;
  expect(troubleOfEnvoi(paused, at)?.title).toBe('En pause jusqu’à 14:05');
  expect(troubleOfEnvoi(paused, at + 600_000)).toBeNull();
  const refused = { statut: 'parked', probleme: { mot: 'denied', phrase: 'Refusé.' }, pause_jusqua: null } as const;
  expect(troubleOfEnvoi(refused, at)).toMatchObject({ state: 'rouge', title: 'Accès refusé' });
});

test('a line set aside is grey whatever it was; one being taken back says so', () => {
  const note = { at: '2026-11-26T13:00:00.000Z', par: null, note: 'Saisie à la main' };
  expect(stateOfLigne(ligne({ etat: 'refused', ignoree: note }))).toEqual({ state: 'gris', word: 'Ignorée' });
  expect(stateOfLigne(ligne({ etat: 'superseded', retrait: 'to_remove' })).word).toBe('À retirer de l’ERP');
  expect(stateOfLigne(ligne({ etat: 'refused' })).state).toBe('rouge');
});

test('a lost answer is told with what the hub does about it; nothing else is', () => {
  expect(doubtOf(ligne({ etat: 'doubtful' }))?.phrase).toMatch(
    /y sont peut-être déjà.*n’y seront pas deux fois.*rien à faire/,
  );
  expect(doubtOf(ligne({ etat: 'superseded', retrait: 'doubtful' }))?.phrase).toMatch(/n’y sont peut-être déjà plus/);
  expect(doubtOf(ligne({ etat: 'sending' }))).toBeNull();
  expect(doubtOf(ligne({ etat: 'superseded', retrait: 'to_remove' }))).toBeNull();
});

test('only what may be answered otherwise is offered to leave again', () => {
  const refused = (code: 'verrouille' | 'irrepresentable') =>
    ligne({ etat: 'refused', raison: { code, phrase: 'Non.' } });
  expect(canRetry(refused('verrouille'))).toBe(true);
  expect(canRetry(refused('irrepresentable'))).toBe(false);
  expect(canRetry(ligne({ etat: 'unmapped' }))).toBe(false);
  expect(canIgnore(ligne({ etat: 'unmapped' }))).toBe(true);
  expect(canIgnore(ligne({}))).toBe(false);
});

test('what a line replaces is told in hours and times', () => {
  const remplace = { numero: 4, minutes: 420, debut: '08:00', fin: '15:00' };
  expect(plain(sayBefore(ligne({ remplace })))).toBe('avant : 7 h (08:00–15:00)');
  expect(sayBefore(ligne({}))).toBe('');
});
