import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { COMMON_PASSWORDS } from './passwords/common-passwords.ts';
import { hashPassword, makeGate, needsRehash, Overloaded, passwordRefusal, verifyPassword } from './passwords.ts';

const about = {
  nom: 'Lefèvre-Dupont',
  prenom: 'Amélie',
  email: 'a.lefevre@batisseurs.example',
  telephone: '+33 6 98 12 57 43',
  matricule: 'M-00421',
};

test('a password is kept as Argon2id with the parameters we promise, and verified', async () => {
  const stored = await hashPassword('une phrase à moi');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(stored).not.toBe(await hashPassword('une phrase à moi'));
  expect(await verifyPassword(stored, 'une phrase à moi')).toBe(true);
  expect(await verifyPassword(stored, 'une phrase a moi')).toBe(false);
  expect(await verifyPassword(stored, '')).toBe(false);
  expect(needsRehash(stored)).toBe(false);
});

test('an unknown person is refused after the work of a known one', async () => {
  expect(await verifyPassword(null, 'anything')).toBe(false);
  const spent = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage();
    for (let round = 0; round < 5; round++) await work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const stored = await hashPassword('x');
  const [known, unknown] = [
    await spent(() => verifyPassword(stored, 'y')),
    await spent(() => verifyPassword(null, 'y')),
  ];
  // Work, not time: the same Argon2 parameters cost the same CPU; without the dummy the second is a thousandth of the first.
  expect(unknown).toBeGreaterThan(known / 4);
});

test('a hash of weaker parameters still verifies and asks to be renewed', async () => {
  const old = await hash('secret phrase', { algorithm: 2, memoryCost: 8192, timeCost: 1, parallelism: 1 });
  expect(await verifyPassword(old, 'secret phrase')).toBe(true);
  expect(needsRehash(old)).toBe(true);
});

test('at most two run, the next wait their turn in order, the rest are refused at once', async () => {
  const gate = makeGate({ running: 2, waiting: 3 });
  const order: number[] = [];
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = (name: number) => async () => {
    most = Math.max(most, ++running);
    order.push(name);
    await new Promise<void>(end => ends.push(end));
    running--;
  };
  const started = Array.from({ length: 7 }, (_, name) => gate(work(name)));
  const outcomes = Promise.allSettled(started);
  ends.shift()?.();
  await new Promise(setImmediate);
  const late = gate(work(7));
  while (order.length < 6 || running > 0) {
    ends.shift()?.();
    await new Promise(setImmediate);
  }
  await late;
  const settled = await outcomes;
  expect(settled.map(one => one.status)).toEqual([...Array(5).fill('fulfilled'), 'rejected', 'rejected']);
  expect(settled[6]).toMatchObject({ reason: expect.any(Overloaded) });
  expect([most, order]).toEqual([2, [0, 1, 2, 3, 4, 7]]);
});

test('work that fails frees its place', async () => {
  const gate = makeGate({ running: 1, waiting: 0 });
  await expect(gate(() => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
  expect(await gate(async () => 'next')).toBe('next');
});

test('a flood of sign-ins is refused, not queued without end', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword(null, 'x')));
  expect(answers.filter(answer => answer.status === 'rejected' && answer.reason instanceof Overloaded)).toHaveLength(
    26,
  );
});

test.each(['', 'court', 'neuf-char', '🔑🔑🔑🔑🔑🔑🔑🔑🔑'])('%j is too short', password => {
  expect(passwordRefusal(password, about)).toBe('password.too_short');
});

test.each([
  ...[
    'azertyuiop',
    'AzertyUiop',
    'Azerty123456!',
    'azertyazerty',
    '1234567890',
    '12345678910',
    'motdepasse',
    'Mot de passe 2026',
    'M0tdepasse!',
  ],
  ...[
    'P@ssw0rd2026',
    'password1234',
    'aaaaaaaaaaaa',
    'abababababab',
    'abcabcabcabc',
    '1q2w3e4r5t',
    'Chantier2026!',
    'hubchantier',
    'iloveyou!!!!',
  ],
  ...[
    'qsdfghjklm',
    'Bienvenue2026',
    'soleil123456',
    '!!!!!!!!!!!!',
    'correcthorsebatterystaple',
    'ADMINISTRATEUR',
    'Marseille13013',
  ],
])('%j is too common', password => expect(passwordRefusal(password, about)).toBe('password.too_common'));

test.each([
  'Lefevre2026!',
  'lefèvre-dupont',
  'AmelieLefevre',
  'a.lefevre@batisseurs.example',
  '0698125743',
  '+33698125743',
  'batisseurs2026',
  'M-00421 M-00421',
])('%j is what others know of the person', password =>
  expect(passwordRefusal(password, about)).toBe('password.personal'),
);

test.each([
  ...[
    'grue jaune et café froid',
    'Vf8!kq2Zp0',
    'tournesol-enclume-bouée',
    'les chantiers de Lefèvre ferment tard',
    'дом на берегу',
    '鍵は机の下にあります今日',
  ],
  ...['aller au marché', 'mon chien mange des tuiles'],
])('%j is accepted: no rule on kinds of characters', password => expect(passwordRefusal(password, about)).toBeNull());

test('a person without e-mail or phone is judged on the rest', () => {
  expect(passwordRefusal('Lefevre2026!', { nom: 'Lefèvre', email: null })).toBe('password.personal');
  expect(passwordRefusal('une bonne phrase', {})).toBeNull();
});

test('the list is a thousand plain, lower-case entries without doubles', () => {
  expect(COMMON_PASSWORDS.size).toBeGreaterThan(1000);
  for (const entry of COMMON_PASSWORDS) expect(entry).toMatch(/^[a-z0-9]{3,}$/);
});

test('hostile lengths are judged in bounded work', () => {
  expect(passwordRefusal('ab'.repeat(100), about)).toBe('password.too_common');
  expect(passwordRefusal('-'.repeat(200), about)).toBe('password.too_common');
});
