// Why a pointage was left out of a gesture on many, in a few words. The codes are those of the error pages.
const WORDS: Record<string, string> = {
  'pointage.not_found': 'hors de votre périmètre, ou supprimé',
};

export const refusWords = (code: string): string => WORDS[code] ?? `refusé (${code})`;
