import { expect, test } from 'vitest';
import { deviceName } from './device.ts';

test('a session is called by its browser and system', () => {
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0';
  expect(deviceName({ kind: 'session', agent })).toBe('Edge sur Windows');
});

test('an application and an unknown agent say what they are', () => {
  expect(deviceName({ kind: 'jwt', agent: 'curl/8.5' })).toBe('Application (jeton) · curl');
  expect(deviceName({ kind: 'session', agent: null })).toBe('Appareil inconnu');
});
