// Who is signed in must not change between the question « who am I? » and what is sent in that name: both wait their turn.
const LOCK = 'hub-qui';

/** One at a time over all tabs of this browser. */
export const inTurn = <T>(act: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request(LOCK, act) : act();
