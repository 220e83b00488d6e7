import { expect, test } from 'vitest';
import { StartRefused } from '../start-refused.ts';
import { addressRefusal, parseAllow } from './address.ts';

const toPublic = { rule: 'public', allow: [] } as const;

test.each([
  ...[
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.0.0.1',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
  ],
  ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '100.100.100.200', '168.63.129.16'],
  ...[
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8%eth0',
    '::7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::808:808',
  ],
  ...[
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:808:808::1',
    '2001::1',
    '2001:db8::1',
    '3fff::1',
    'fc00::1',
    'fd12:3456::1',
  ],
  ...[
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '5f00::1',
    'fd00:ec2::254',
    '4000::1',
    'not an ip',
    '',
    '0x7f000001.',
  ],
])('an address typed by a user never reaches %j', address => {
  expect(addressRefusal(address, 443, toPublic)).not.toBeNull();
});

test.each([
  '8.8.8.8',
  '93.184.216.34',
  '172.32.0.1',
  '100.128.0.1',
  '198.20.0.1',
  '2606:4700::1111',
  '2a01:e0a::1',
  '::ffff:8.8.8.8',
])('the public address %s is open', address => expect(addressRefusal(address, 443, toPublic)).toBeNull());

test('the operator opens a range on one port only, and mapped forms follow it', () => {
  const access = { rule: 'public', allow: parseAllow('127.0.0.0/8:9000, [fd00::/8]:25,192.168.0.0/16:*') } as const;
  expect(addressRefusal('127.0.0.1', 9000, access)).toBeNull();
  expect(addressRefusal('::ffff:127.0.0.1', 9000, access)).toBeNull();
  expect(addressRefusal('127.0.0.1', 9001, access)).not.toBeNull();
  expect(addressRefusal('fd00::1', 25, access)).toBeNull();
  expect(addressRefusal('fd00::1', 26, access)).not.toBeNull();
  expect(addressRefusal('192.168.3.4', 1, access)).toBeNull();
  expect(addressRefusal('::1', 9000, access)).not.toBeNull();
});

test.each([
  '169.254.169.254',
  '0.0.0.0',
  'fd00:ec2::254',
  'fe80::1',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::',
  '224.0.0.1',
])('nothing the operator opens reaches %s', address => {
  const allow = parseAllow('0.0.0.0/0:*,::/0:*');
  expect(addressRefusal(address, 80, { rule: 'public', allow })).not.toBeNull();
  expect(addressRefusal(address, 80, { rule: 'configured', allow })).not.toBeNull();
});

test('an address of the operator may be of his own network', () => {
  expect(addressRefusal('192.168.1.10', 25, { rule: 'configured', allow: [] })).toBeNull();
  expect(addressRefusal('::1', 25, { rule: 'configured', allow: [] })).toBeNull();
});

test.each([
  '127.0.0.1',
  '127.0.0.0/8',
  '127.0.0.0/8:',
  '127.0.0.0/8:0',
  '127.0.0.0/8:65536',
  'localhost/8:80',
  '127.0.0.0/33:80',
  ':80',
])('the unreadable opening %j stops the start', text => expect(() => parseAllow(text)).toThrow(StartRefused));

test('no opening is written as an empty text', () => expect(parseAllow(' ')).toEqual([]));
