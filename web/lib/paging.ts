// Cursors only go forward. The cursors already followed stay in the address, so that "previous", reload and
// a shared link all work.

/** Joins cursors: `~` is not among their characters (contract/page.ts). */
const JOINT = '~';
/** An address must stay short enough for every proxy; older pages are reached again from the first. */
const MAX_STEPS = 30;

const stepsOf = (suite: string | undefined): string[] => (suite ? suite.split(JOINT) : []);
const joined = (steps: string[]): string | undefined => (steps.length > 0 ? steps.join(JOINT) : undefined);

export const currentCursor = (suite: string | undefined): string | undefined => stepsOf(suite).at(-1);
/** null once the oldest steps were forgotten: better no number than a wrong one. */
export const pageNumber = (suite: string | undefined): number | null =>
  stepsOf(suite).length < MAX_STEPS ? stepsOf(suite).length + 1 : null;
export const nextPage = (suite: string | undefined, cursor: string): string | undefined =>
  joined([...stepsOf(suite), cursor].slice(-MAX_STEPS));
export const previousPage = (suite: string | undefined): string | undefined => joined(stepsOf(suite).slice(0, -1));
