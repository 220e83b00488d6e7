// How many streams may be open: each keeps a socket and reads at every change.
import { AppError } from '../../errors.ts';

export const PER_PERSON = 6;
export const PER_PROCESS = 500;
const RETRY_AFTER_S = 30;

export type Slots = { take: (person: string) => () => void };

/** `take` gives the way to let go of the place; throws too_many when there is none. */
export function makeSlots({ per_person = PER_PERSON, per_process = PER_PROCESS } = {}): Slots {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take: person => {
      const own = taken.get(person) ?? 0;
      if (own >= per_person || all >= per_process) throw new AppError('too_many', { retry_after_s: RETRY_AFTER_S });
      taken.set(person, own + 1);
      all += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        all -= 1;
        const left = (taken.get(person) ?? 1) - 1;
        if (left > 0) taken.set(person, left);
        else taken.delete(person);
      };
    },
  };
}
