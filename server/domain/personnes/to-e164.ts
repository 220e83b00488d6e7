import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { refused } from '#platform/errors.ts';

/** The number as `+33612345678` (E.164), read as a French one unless it says its country; null if no such number exists. */
export function toE164(written: string): string | null {
  const number = parsePhoneNumberFromString(written, 'FR');
  return number?.isValid() ? number.number : null;
}

/** For a form: an unknown number is refused, an absent one stays absent. */
export function telephoneOf<T extends string | null | undefined>(written: T): T | string {
  if (typeof written !== 'string') return written;
  const telephone = toE164(written);
  if (telephone === null) throw refused('personne.telephone_invalid');
  return telephone;
}
