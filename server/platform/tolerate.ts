import type { Log } from './log.ts';

/**
 * The one place where an error may be hidden: the work goes on without the result (`undefined`), and the log says why that is right.
 * `why` ends the sentence "we may go on, because…".
 */
export async function tolerate<T>(why: string, work: Promise<T>, log: Log): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    log.warn(`tolerated: ${why}`, { 'event.action': 'hub_tolerated', error });
    return undefined;
  }
}
