import { expect, test } from 'vitest';
import { afterAnswer, handlingOf } from './rules.ts';

const asked = (path: string, more: { method?: string; mode?: string } = {}) =>
  handlingOf({ method: 'GET', mode: 'cors', ...more, url: new URL(path, 'https://hub.exemple.fr') });

test('of the API only what the entry of hours reads is kept on the phone', () => {
  expect(asked('/api/auth/session')).toBe('kept');
  expect(asked('/api/v1/feuilles-heures/0199c8f0-6f4a-7000-8000-000000000001/2026-W48')).toBe('kept');
  expect(asked('/api/v1/pointages/equipe?chantier_id=x&jour=2026-11-26')).toBe('kept');
  expect(asked('/api/v1/chantiers?limit=200&fields=id%2Ccode%2Cnom%2Ccouleur%2Cstatut')).toBe('kept');
  for (const path of [
    '/api/v1/feuilles-heures/x/2026-W48/historique',
    '/api/v1/chantiers/0199c8f0-6f4a-7000-8000-000000000001',
    '/api/v1/chantiers?q=Tilleuls',
    // With the phones of site contacts.
    '/api/v1/chantiers?limit=200',
    '/api/v1/chantiers?limit=200&fields=id%2Ccontacts',
    '/api/v1/pointages',
    '/api/v1/personnes',
    '/api/v1/absences',
    '/api/v1/variables-paie',
    '/api/auth/api-keys',
    '/api/auth/sessions',
    '/api/v1/erp-links',
  ])
    expect(asked(path), path).toBe('network');
});

test('no change is ever answered from what was kept', () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    expect(asked('/api/v1/pointages/lot', { method })).toBe('network');
    expect(asked('/api/v1/chantiers', { method })).toBe('network');
  }
});

test('signing in, signing out and using a link empty what was kept', () => {
  expect(asked('/api/auth/session', { method: 'POST' })).toBe('door');
  expect(asked('/api/auth/session', { method: 'DELETE' })).toBe('door');
  expect(asked('/api/auth/liens/usage', { method: 'POST' })).toBe('door');
  expect(afterAnswer(401)).toBe('forget-all');
});

test('a reply that is refused or gone is no longer shown offline, a failing hub takes nothing away', () => {
  expect(afterAnswer(200)).toBe('keep');
  expect(afterAnswer(403)).toBe('forget');
  expect(afterAnswer(404)).toBe('forget');
  expect(afterAnswer(503)).toBe('leave');
});

test('pages come from the network first, scripts from the build they belong to', () => {
  expect(asked('/heures/jour', { mode: 'navigate' })).toBe('shell');
  expect(asked('/api/docs', { mode: 'navigate' })).toBe('network');
  expect(asked('/assets/index-abc.js')).toBe('asset');
  expect(asked('/icons/icon-192.png')).toBe('network');
});
