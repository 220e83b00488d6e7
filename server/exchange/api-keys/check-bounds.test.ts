import { describe, expect, test } from 'vitest';
import { canonicalCidr } from './check-bounds.ts';

describe('one writing for one network', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8:1:2:3::/32', '2001:db8::/32'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ])('%s is %s', (written, kept) => expect(canonicalCidr(written)).toBe(kept));

  test.each([
    '203.0.113.0/33',
    '2001:db8::/129',
    '256.1.1.1',
    '10.1/8',
    '010.0.0.1',
    '0x7f.1.1.1/8',
    '::ffff:0:0/95',
    '203.0.113.0/',
    '/24',
    '1.2.3.4/24/8',
    ':::1',
    'localhost',
  ])('%s is no network', written =>
    expect(() => canonicalCidr(written)).toThrow(expect.objectContaining({ code: 'api_key.cidr_invalid' })),
  );
});
