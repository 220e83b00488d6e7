import { expect, test } from 'vitest';
import { testDatabase } from '#testing/db.ts';
import { one } from './sql.ts';

const { sql } = await testDatabase();
const back = async (value: unknown) =>
  (await one<{ value: unknown }>(sql`select ${sql.json(value as never)} as value`)).value;

test('one NUL or half a letter from outside failed the whole statement: it goes in without them', async () => {
  const outside = { id: 'a\u0000b', nom: 'x\ud83d', 'cl\u0000é': ['\udc00y', '\u0000'], n: [1, null, true] };
  expect(await back(outside)).toEqual({ id: 'ab', nom: 'x\ufffd', clé: ['\ufffdy', ''], n: [1, null, true] });
});

test.each(['\\u0000', '\\\\u0000', '\\ud83d', '😀 é "\\" \n\t\u0001', '\\'])(
  'the text %j goes in as it is',
  async text => {
    expect(await back({ text, [text]: [text] })).toEqual({ text, [text]: [text] });
    expect(await back({ text, nul: '\u0000' })).toEqual({ text, nul: '' });
  },
);
