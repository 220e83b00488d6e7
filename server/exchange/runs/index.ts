// A run is a row: what one process at a time does on one connexion, that a person sees and steers, and that goes on where it
// was when its process dies (decision 0049). Imports and exports are kinds of it (kind.ts); the work itself is theirs.
export {
  actorOf,
  type Failure,
  mine,
  type RunCore,
  type RunDeps,
  type RunKind,
  type RunRows,
  type Work,
} from './kind.ts';
export { LinkStopped, RunLost, WAIT_MOST_MS, waitUntil } from './patience.ts';
export { type Hands, hadFailed, healClock, holdRun, isLost, letGo, saveDecision } from './sql.ts';
export { ensureRun } from './start-run.ts';
export { steerRoute } from './steer-route.ts';
export { cancelRun, decide, pauseRun, resumeRun, takeRun } from './steer-run.ts';
export { wakeRuns } from './wake-runs.ts';
export { carryOut, hold, workThrough } from './work-on-link.ts';
