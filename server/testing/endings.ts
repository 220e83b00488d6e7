// What tests open is closed when their file ends. A helper called from beforeAll cannot register an afterAll of its own
// (vitest then never runs it: hubs and folders were left behind), so endings are gathered here and run by the setup file.
import { afterAll } from 'vitest';

const endings: (() => unknown)[] = [];

/** The last opened is closed first. */
export const atTheEnd = (ending: () => unknown): void => void endings.push(ending);

afterAll(async () => {
  while (endings.length > 0) await endings.pop()!();
});
