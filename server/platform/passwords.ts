import { hash, verify } from '@node-rs/argon2';
import type { ErrorCode } from '#contract/errors.ts';
import { COMMON_PASSWORDS } from './passwords/common-passwords.ts';

/** OWASP's minimum for Argon2id (`algorithm: 2`): 19 MiB, 2 passes, 1 lane; 9 to 22 ms of CPU measured on two cores. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = '$argon2id$v=19$m=19456,t=2,p=1$';

/** What an unknown person is compared with, so that he costs the same time as a known one. The password behind it was thrown away. */
const DUMMY = `${CURRENT}ht+5RNL4dykPR3kWj9iijg$MvLFT5dxE7qFob8K/n2fFT76CALpprNTwJu4m7J/DJs`;

/** Too many passwords wait to be hashed: the caller answers 503 and Retry-After. Fails closed on purpose. */
export class Overloaded extends Error {
  override name = 'Overloaded';
  readonly retry_after_s = 2;
}

/** Lets `running` pieces of work go at once, keeps `waiting` in line, refuses the rest with Overloaded. */
export function makeGate(limits: { running: number; waiting: number }) {
  let running = 0;
  const line: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < limits.running) running += 1;
    else if (line.length >= limits.waiting) throw new Overloaded('password hashing is saturated');
    else await new Promise<void>(turn => line.push(turn));
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Two at once: the other half of the small thread pool stays free for files and names, and a flood of sign-ins does not starve the API. */
const throughGate = makeGate({ running: 2, waiting: 32 });

/** Argon2id with its parameters inside. Throws Overloaded. */
export const hashPassword = (password: string): Promise<string> => throughGate(() => hash(password, PARAMETERS));

/** Null is an unknown person, or one without a password: false, after the same work. Throws Overloaded. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await throughGate(() => verify(stored ?? DUMMY, password));
  return matches && stored !== null;
}

/** Made with older parameters: hash again while the password is at hand, at sign-in. */
export const needsRehash = (stored: string): boolean => !stored.startsWith(CURRENT);

/** Code points; the upper bound (200) is the contract's. */
export const PASSWORD_MIN = 10;
const PERSONAL_MIN = 4;

export type PasswordRefusal = Extract<ErrorCode, 'password.too_short' | 'password.too_common' | 'password.personal'>;
/** What others know of a person: none of it may be the password. */
export type PersonalFacts = {
  nom?: string | null;
  prenom?: string | null;
  email?: string | null;
  telephone?: string | null;
  matricule?: string | null;
};

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
  '€': 'e',
};
const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const unleet = (text: string) => text.replace(/[013457@$!€]/g, char => LEET[char] ?? char);
const lettersAndDigits = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
/** "Azerty-2026!!" is "azerty": what is added at both ends adds nothing. */
const core = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** The shortest piece whose repetition is the text ("abcabcabc" is "abc"). */
function period(text: string): string {
  const size = (text + text).indexOf(text, 1);
  return text.slice(0, size);
}

const hasFewSigns = (text: string) => new Set(text).size < 4;

function isCommon(password: string): boolean {
  const bare = lettersAndDigits(password);
  const forms = [
    password,
    bare,
    core(password),
    core(bare),
    unleet(password),
    core(unleet(password)),
    unleet(core(password)),
    lettersAndDigits(unleet(password)),
  ];
  return hasFewSigns(bare) || forms.some(form => COMMON_PASSWORDS.has(form) || COMMON_PASSWORDS.has(period(form)));
}

function factsOf(about: PersonalFacts): string[] {
  const email = plain(about.email ?? '');
  const phone = (about.telephone ?? '').replace(/\D/g, '').slice(-9);
  const words = [about.nom, about.prenom, about.matricule].flatMap(text => [
    text ?? '',
    ...(text ?? '').split(/[\s'’-]+/),
  ]);
  return [...words.map(plain), email, ...email.split('@'), ...email.split(/[@._+-]/), phone]
    .map(lettersAndDigits)
    .filter(fact => fact.length >= PERSONAL_MIN)
    .sort((a, b) => b.length - a.length);
}

/** Personal when little is left once every known fact is taken out. */
function isPersonal(password: string, about: PersonalFacts): boolean {
  const facts = factsOf(about);
  const rest = facts.reduce((text, fact) => text.replaceAll(fact, ' '), lettersAndDigits(password));
  return (
    facts.some(fact => lettersAndDigits(password).includes(fact)) && core(rest.replace(/\s/g, '')).length < PERSONAL_MIN
  );
}

/** Why this password is refused, or null. Length, common words and the person's own facts; no rule on kinds of characters (ASVS 5.0 §6.2). */
export function passwordRefusal(password: string, about: PersonalFacts): PasswordRefusal | null {
  if ([...password].length < PASSWORD_MIN) return 'password.too_short';
  const text = plain(password);
  if (isCommon(text)) return 'password.too_common';
  return isPersonal(text, about) ? 'password.personal' : null;
}
