import { type ReactNode, useEffect, useState } from 'react';
import { formatDay, formatInstant, formatRelative } from '../lib/format.ts';

const TICK_MS = 30_000;

/** The present, refreshed often enough for "il y a 3 min" to stay true. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Relative up to a day, the whole instant (Paris) on hover. */
export function Since({ at }: { at: string }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {formatRelative(at, now)}
    </time>
  );
}

export const Day = ({ on }: { on: string }): ReactNode => <time dateTime={on}>{formatDay(on)}</time>;
