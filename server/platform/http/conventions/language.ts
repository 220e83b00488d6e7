// French unless English is asked for more (RFC 9110 §12.5.4): problems are told in either.
export type Language = 'fr' | 'en';

/** `*` is French: it asks for nothing. */
export function languageOf(header: string | undefined): Language {
  if (!header) return 'fr';
  let [fr, en] = [0, 0];
  for (const part of header.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.split(';').map(piece => piece.trim().toLowerCase());
    const weight = weightOf(parameters);
    if (tag === '*' || tag.split('-')[0] === 'fr') fr = Math.max(fr, weight);
    if (tag.split('-')[0] === 'en') en = Math.max(en, weight);
  }
  return en > fr ? 'en' : 'fr';
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find(parameter => parameter.startsWith('q='));
  const weight = given === undefined ? 1 : Number(given.slice(2));
  return weight >= 0 && weight <= 1 ? weight : 0;
}
