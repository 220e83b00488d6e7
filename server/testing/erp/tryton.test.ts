import { expect, test } from 'vitest';
import { hasTryton, trytonWorld } from './tryton.ts';

test.skipIf(!hasTryton())(
  'a world of Tryton has the chantiers asked for, in its own store and by its own calls',
  { timeout: 240_000 },
  async () => {
    const world = await trytonWorld(12);
    expect(await world.rpc('model.project.work.search_count', [['type', '=', 'project']])).toBe(12);
    expect(world.sql('select id from timesheet_work')).toHaveLength(12);
    expect([world.credentials.application_key, world.requested_key].map(key => key.length)).toEqual([128, 128]);
  },
);
