/** Without accents, case or punctuation: « Saint-Étienne » and "st etienne" meet. */
export function searchable(nom: string): string {
  return nom
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/\bsaint(e?)\b/g, 'st$1');
}

export type Search = { words: string } | { digits: string };

/** No name begins with a digit, and no code with a letter: one look-up answers, never both. */
export function readSearch(q: string): Search {
  const code = q.toUpperCase();
  return /^\d[\dAB]\d{0,3}$/.test(code) ? { digits: code } : { words: searchable(q) };
}
