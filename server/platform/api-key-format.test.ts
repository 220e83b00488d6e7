import { expect, test } from 'vitest';
import { apiKeyFrom, apiKeyPreview, apiKeyShape, base62, newApiKey } from './api-key-format.ts';
import { hashToken } from './tokens.ts';

const counting = Uint8Array.from({ length: 32 }, (_, index) => index);
const all_ones = new Uint8Array(32).fill(255);
const KEY = 'hbc_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf4Nn3RY';

test.each([
  [counting, false, KEY, 'a840eb9a3fa5f627842d7027e10dc74ce02787498c3d05357b45ce48076fb54c'],
  [
    ...([counting, true, 'hbc_test_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2yS3NN'] as const),
    'b2e198f4c833c6ba2b206477e5356caf346a1eab079a01beba954f8b0d84535d',
  ],
  [
    ...([all_ones, false, 'hbc_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp11wEcAy'] as const),
    '62d043dae36636b8c30c9f26c7a6ec7b53bfd84813268ba3df05ee1f53405631',
  ],
])('the published vector %# gives its key and its hash', (bytes, is_test, key, sha256) => {
  expect(apiKeyFrom(bytes, { test: is_test })).toBe(key);
  expect(hashToken(key).toString('hex')).toBe(sha256);
  expect(apiKeyShape(key)).toBe(true);
});

test('every new key has the documented shape, and no two are alike', () => {
  const keys = Array.from({ length: 200 }, (_, index) => newApiKey({ test: index % 2 === 1 }));
  for (const key of keys) {
    expect(key).toMatch(/^hbc_(test_)?[0-9A-Za-z]{49}$/);
    expect(apiKeyShape(key)).toBe(true);
  }
  expect(new Set(keys).size).toBe(200);
});

test('one wrong character anywhere is seen without asking the database', () => {
  for (let at = 0; at < KEY.length; at++) {
    const bent = KEY.slice(0, at) + (KEY[at] === 'Q' ? 'R' : 'Q') + KEY.slice(at + 1);
    expect(apiKeyShape(bent), bent).toBe(false);
  }
});

test.each([
  '',
  'hbc_',
  KEY.slice(0, -1),
  `${KEY}0`,
  ` ${KEY}`,
  `${KEY}\n`,
  KEY.toUpperCase(),
  KEY.replace('hbc_', 'hbc_test_'),
  'x'.repeat(1e6),
])('text %# is not a key', text => expect(apiKeyShape(text)).toBe(false));

test('base62 pads to its width and takes leading zeros', () => {
  expect(base62(new Uint8Array(32), 43)).toBe('0'.repeat(43));
  expect(base62(Uint8Array.of(61), 1)).toBe('z');
  expect(base62(Uint8Array.of(0, 62), 4)).toBe('0010');
});

test('the preview shows 12 characters and no more', () => expect(apiKeyPreview(KEY)).toBe('hbc_003a…n3RY'));
