import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SWITCHES } from './profiles.ts';
import { ids, type Row, type Scene, start } from './testing/scene.ts';

describe('each switch does what it says', () => {
  const entry = (users: Row[], project: string | null, times: [string, string]) => ({
    ...{ user: users[0]!.id, type: 'work', day: '2026-11-20', startTime: times[0], endTime: times[1] },
    ...(project === null ? {} : { project }),
  });
  const status = async (answer: Promise<Response>) => (await answer).status;
  const open = async ({ control }: Scene) => (await control('POST /chantiers', { name: 'Villa & fils' })).id as string;
  const hours = async (scene: Scene, change: object = {}, times: [string, string] = ['08:00', '12:00']) => {
    const { data } = await scene.list('/users');
    return scene.get('/timesheet_entries', { method: 'POST', body: { ...entry(data, null, times), ...change } });
  };
  const sameDay = async (scene: Scene, times: [string, string][]) => {
    for (const slot of times.slice(1)) await hours(scene, {}, slot);
    return status(hours(scene, {}, times[0]));
  };
  const future = '/projects?updatedAt_gte=2090-01-01T00:00:00Z';

  /** What is looked at, then what it is without and with the switch. */
  const LOOKS: Partial<Record<keyof typeof SWITCHES, [(scene: Scene) => Promise<unknown>, unknown, unknown]>> = {
    'delta-filter': [async ({ list }) => (await list(future)).metadata.items, 60, 0],
    'delta-exclusive': [async ({ list }) => (await list(future)).metadata.items, 60, 0],
    'large-limit': [
      async scene =>
        (await scene.control('POST /bulk', { count: 60 })) && (await scene.list('/projects?_limit=1000')).data.length,
      100,
      120,
    ],
    'cap-refused': [({ get }) => status(get('/projects?_limit=101')), 200, 400],
    'sort-ignored': [
      async ({ list }) =>
        ids((await list('/projects?_sort=name')).data).join() === ids((await list('/projects')).data).join(),
      false,
      true,
    ],
    'oldest-first': [
      async ({ list }) =>
        (await list('/projects')).data[0]!.id === (await list('/projects?_sort=createdAt')).data[0]!.id,
      false,
      true,
    ],
    'zero-based': [
      async ({ list }) =>
        ids((await list('/projects?_page=1')).data).join() === ids((await list('/projects')).data).join(),
      true,
      false,
    ],
    'strict-paging': [({ get }) => status(get('/projects?_limit=x')), 200, 400],
    'past-end-404': [({ get }) => status(get('/projects?_page=99')), 200, 404],
    'html-names': [
      async scene => (await open(scene)) && (await scene.list('/projects')).data[0]!.name,
      'Villa & fils',
      '<p>Villa &amp; fils</p>',
    ],
    'html-errors': [
      async ({ get }) => (await get('/contacts', { method: 'DELETE' })).headers.get('content-type')!.split(';')[0],
      'application/json',
      'text/html',
    ],
    'hidden-404': [
      async scene => {
        const id = await open(scene);
        await scene.control(`POST /chantiers/${id}/hide`);
        return status(scene.get(`/projects/${id}`));
      },
      403,
      404,
    ],
    'deleted-410': [
      async scene => {
        const id = await open(scene);
        await scene.control(`DELETE /chantiers/${id}`);
        return status(scene.get(`/projects/${id}`));
      },
      404,
      410,
    ],
    'tasks-unfiltered': [async ({ list }) => (await list('/tasks?project=pj_inconnu')).data.length, 0, 10],
    'tasks-no-project': [async ({ list }) => 'project' in (await list('/tasks')).data[0]!, true, false],
    'tasks-orphaned': [
      async ({ list, control }) => {
        const { project } = (await list('/tasks')).data[0]!;
        await control(`DELETE /chantiers/${project}`);
        return (await list(`/tasks?project=${project}`)).metadata.items! > 0;
      },
      false,
      true,
    ],
    'hours-deleted': [
      async scene => {
        const project = await open(scene);
        await hours(scene, { project });
        await scene.control(`DELETE /chantiers/${project}`);
        return (await scene.list('/timesheet_entries')).metadata.items;
      },
      1,
      0,
    ],
    'entry-filter': [
      async scene => (await hours(scene)) && (await scene.list('/timesheet_entries?day=2026-01-01')).metadata.items,
      1,
      0,
    ],
    'entry-by-id': [
      async scene => status(scene.get(`/timesheet_entries/${(await (await hours(scene)).json()).data.id}`)),
      405,
      200,
    ],
    'notes-html': [
      async scene => (await (await hours(scene, { notes: 'HC-1 & co' })).json()).data.notes,
      'HC-1 & co',
      '<p>HC-1 &amp; co</p>',
    ],
    'project-required': [scene => status(hours(scene)), 201, 400],
    'unknown-404': [scene => status(hours(scene, { project: 'pj_inconnu' })), 400, 404],
    'overlap-refused': [
      scene =>
        sameDay(scene, [
          ['09:00', '11:00'],
          ['08:00', '10:00'],
        ]),
      201,
      409,
    ],
    'day-over-24-refused': [
      scene =>
        sameDay(scene, [
          ['01:00', '23:00'],
          ['02:00', '20:00'],
        ]),
      201,
      422,
    ],
    'midnight-0000': [scene => status(hours(scene, {}, ['20:00', '00:00'])), 400, 201],
    'midnight-none': [scene => status(hours(scene, {}, ['20:00', '24:00'])), 201, 400],
    'archived-accepted': [
      async scene => {
        const project = await open(scene);
        await scene.control(`PATCH /chantiers/${project}`, { archived: true });
        return status(hours(scene, { project }));
      },
      422,
      201,
    ],
    'delete-200': [
      async scene =>
        status(scene.get(`/timesheet_entries/${(await (await hours(scene)).json()).data.id}`, { method: 'DELETE' })),
      204,
      200,
    ],
    'post-200': [scene => status(hours(scene)), 201, 200],
    'post-id-only': [async scene => Object.keys((await (await hours(scene)).json()).data).length === 1, false, true],
    'file-auth-401': [({ get }) => status(get('/api/files/file_x/content')), 404, 401],
  };

  test.each(Object.entries(LOOKS))('%s', async (name, [look, without, withIt]) => {
    expect(await look(await start())).toEqual(without);
    expect(await look(await start({ profiles: ['no-throttle', name] }))).toEqual(withIt);
  });

  test('each switch and each control call is told in the README', () => {
    const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
    expect(Object.keys(SWITCHES).filter(name => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
