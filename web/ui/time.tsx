import { type ReactNode, useEffect, useState } from 'react';
import { formatDay } from '#contract/dates.ts';
import { formatInstant, formatRelative, formatSince } from '../lib/format.ts';

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

/** Relative up to a day, the whole instant (Paris) on hover. `spoken` inside a sentence: « le 21 nov. 2026 ». */
export function Since({ at, spoken }: { at: string; spoken?: boolean }): ReactNode {
  const now = useNow();
  return (
    <time dateTime={at} title={formatInstant(at)} style={{ whiteSpace: 'nowrap' }}>
      {spoken ? formatSince(at, now) : formatRelative(at, now)}
    </time>
  );
}

export const Day = ({ on }: { on: string }): ReactNode => <time dateTime={on}>{formatDay(on)}</time>;
