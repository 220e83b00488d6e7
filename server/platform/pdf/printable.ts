// The letters of the standard fonts of PDF are those of Windows-1252: other alphabets' accents are dropped, the rest is a « ? ».
const EXTRA = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const PLAIN: Record<string, string> = {
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  '\u202f': '\u00a0',
  '\u2009': '\u00a0',
};

const isPrintable = (sign: string): boolean =>
  (sign >= ' ' && sign <= '~') || (sign >= '\u00a0' && sign <= '\u00ff') || EXTRA.includes(sign);

/** One line of text as these fonts can write it. */
export const printable = (text: string): string => [...text.normalize('NFC')].map(written).join('');

function written(sign: string): string {
  if (isPrintable(sign)) return sign;
  const plain = PLAIN[sign] ?? sign.normalize('NFD').replace(/\p{M}/gu, '');
  if (/^\s$/u.test(plain)) return plain === '\u00a0' ? plain : ' ';
  return [...plain].every(isPrintable) ? plain : '?';
}
