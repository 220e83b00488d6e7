// The company of the demonstration has people at work.
import { expect, test } from 'vitest';
import { loadCommunes } from '#domain/communes/index.ts';
import { testApp } from '#testing/app.ts';
import { seedDemo } from './seed-demo.ts';

test('the demonstration begins with three weeks of planning, and nobody planned on a day he is away', async () => {
  const t = await testApp({ jobs: true });
  await loadCommunes(t.app.inUnit);
  await seedDemo({ inUnit: t.app.inUnit, keyring: t.ground.keyring });
  const [row] = await t.db.sql`
    select count(*)::integer as n, count(distinct date_trunc('week', jour))::integer as semaines,
      (select count(*)::integer from absences) as absences,
      count(*) filter (where exists (
        select from absences_jours j where j.personne_id = a.personne_id and j.jour = a.jour))::integer as absents
    from affectations a where deleted_at is null`;
  expect(row).toMatchObject({ semaines: 3, absences: 5, absents: 0 });
  expect(row!['n']).toBeGreaterThan(250);
});
