import { expect, test } from 'vitest';
import { startSimulator } from './simulator.ts';

test('a test commands a simulator of its own, reads its store and its journal', async () => {
  const simulator = await startSimulator({ chantiers: 7, profiles: ['html-names'] });
  const headers = { authorization: `Bearer ${simulator.key}` };
  for (let call = 0; call < 12; call += 1) {
    expect((await fetch(`${simulator.base_url}/projects?_limit=1`, { headers })).status).toBe(200);
  }
  await simulator.control('POST', '/chantiers', { name: 'Villa Perrin' });
  expect((await simulator.truth()).chantiers).toHaveLength(8);
  expect((await simulator.requests()).map(({ path, status }) => `${path} ${status}`)).toEqual(
    Array.from({ length: 12 }, () => '/projects 200'),
  );
  await expect(simulator.control('POST', '/faults', { rule: [] })).rejects.toThrow('400');
  await simulator.stop();
});
