// Who waits for which topic in this process. What `unit.tell` says arrives on the connection of the presence.
import type { Hearing } from '../../jobs/presence.ts';
import { LIVE_CHANNEL } from '../../unit.ts';

export type Live = Hearing & {
  /** `told` runs each time the topic is told, and when something may have been missed. Gives the way out. */
  subscribe: (topic: string, told: () => void) => () => void;
};

export function makeLive(): Live {
  const waiting = new Map<string, Set<() => void>>();
  return {
    channel: LIVE_CHANNEL,
    subscribe: (topic, told) => {
      const those = waiting.get(topic) ?? new Set();
      waiting.set(topic, those.add(told));
      return () => {
        those.delete(told);
        if (those.size === 0 && waiting.get(topic) === those) waiting.delete(topic);
      };
    },
    told: topic => {
      for (const told of waiting.get(topic) ?? []) told();
    },
    reopened: () => {
      for (const those of waiting.values()) for (const told of those) told();
    },
  };
}
