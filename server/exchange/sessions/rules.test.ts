import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { endOfLien, endOfSession, idleSince, judgeRefresh, motifOf } from './rules.ts';

const now = Temporal.Instant.from('2026-11-23T08:00:00Z');
const ago = (seconds: number) => now.subtract({ seconds }).toString();

test.each([
  ['never used', { used_at: null, graced_at: null }, 'rotate'],
  ['used a moment ago', { used_at: ago(3), graced_at: null }, 'repeat'],
  ['used ten seconds ago', { used_at: ago(10), graced_at: null }, 'repeat'],
  ['used eleven seconds ago', { used_at: ago(11), graced_at: null }, 'reuse'],
  ['used a moment ago and repeated since', { used_at: ago(3), graced_at: ago(1) }, 'reuse'],
])('a refresh token %s: %o is judged %s', (_title, token, judgement) => {
  expect(judgeRefresh(token, now)).toBe(judgement);
});

test.each([
  ['nobody knows him yet', { has_password: false, has_contact: false }, 'premiere_connexion', '2026-11-30T08:00:00Z'],
  ['he never signed in', { has_password: false, has_contact: true }, 'invitation', '2026-11-30T08:00:00Z'],
  ['he forgot', { has_password: true, has_contact: true }, 'mot_de_passe_oublie', '2026-11-24T08:00:00Z'],
] as const)('a link because %s: %o is a %s until %s', (_title, state, motif, end) => {
  expect(motifOf(state)).toBe(motif);
  expect(endOfLien(motif, now).toString()).toBe(end);
});

test('a browser session lasts 12 h and idles out after 30 min and the time to write, an API session lasts 30 days', () => {
  expect(endOfSession('session', now).toString()).toBe('2026-11-23T20:00:00Z');
  expect(endOfSession('jwt', now).toString()).toBe('2026-12-23T08:00:00Z');
  expect(idleSince(now).toString()).toBe('2026-11-23T07:29:30Z');
});
