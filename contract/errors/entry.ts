export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'refused'
  | 'gone'
  | 'precondition_failed'
  | 'precondition_required'
  | 'too_large'
  | 'conflict_body'
  | 'unsupported'
  | 'too_many'
  | 'unavailable'
  | 'internal';

export type ErrorEntry = { kind: ErrorKind; title: string; detail: string; titre_en: string; detail_en: string };

/** Checks each entry and keeps the codes as the type. */
export const catalogue = <const T extends Record<string, ErrorEntry>>(entries: T): { [K in keyof T]: ErrorEntry } =>
  entries;
