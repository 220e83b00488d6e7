import { expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { refuseUnmade } from './base.ts';

test('a base that no hub has made yet is named so, in one line', async () => {
  await refuseUnmade((await testDatabase()).sql);
  const { sql } = await testDatabase({ template: 'template1' });
  await expect(refuseUnmade(sql)).rejects.toMatchObject({
    name: 'StartRefused',
    message: expect.stringContaining('npm start'),
  });
});
