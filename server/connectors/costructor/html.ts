// Names over there may come wrapped in HTML (FACT-OBS [C5] [C6]): what a person reads here is plain text, accents kept.
const LATIN_1 = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
).split(' ');
const OTHERS = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  OElig: 'Œ',
  oelig: 'œ',
  Yuml: 'Ÿ',
  euro: '€',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  bull: '•',
};
const ENTITIES = new Map([
  ...LATIN_1.map((name, index) => [name, String.fromCodePoint(160 + index)] as const),
  ...Object.entries(OTHERS),
]);
const MAX_CODE_POINT = 0x10ffff;
const MAX_ID = 200;

function decode(whole: string, body: string): string {
  if (!body.startsWith('#')) return ENTITIES.get(body) ?? whole;
  const code = /^#x/i.test(body) ? Number.parseInt(body.slice(2), 16) : Number.parseInt(body.slice(1), 10);
  return code > 0 && code <= MAX_CODE_POINT ? String.fromCodePoint(code) : '';
}

// Each pattern refuses a second `<`, so that ten thousand of them cost ten thousand steps and not their square.
const withoutTags = (text: string): string =>
  text
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]*>/gi, ' ')
    .replace(/<(?:style|script)\b[^<>]*>[^<]*<\/(?:style|script)>/gi, '')
    .replace(/<[a-z/!?][^<>]*>/gi, '');

/** Marks that turn the direction of what follows: a name could pose as another. */
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g;

/** One line of text: tags out, entities decoded once, blanks and control characters made single spaces, NFC. */
export function toPlainText(raw: string): string {
  const stripped = raw.includes('<') ? withoutTags(raw) : raw;
  const decoded = stripped.includes('&')
    ? stripped.replace(/&(#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,7});/gi, decode)
    : stripped;
  return decoded
    .toWellFormed()
    .replace(BIDI, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u2028\u2029\ufeff\s]+/g, ' ')
    .trim()
    .normalize('NFC');
}

/** An id that is cleaned is another id: it is one of ours as it came, or not at all. */
export const isPlainId = (id: string): boolean => id !== '' && id.length <= MAX_ID && toPlainText(id) === id;
