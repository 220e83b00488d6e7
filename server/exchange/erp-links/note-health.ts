// How a connexion fares, as the engine saw it. Each word of upstream.ts has one meaning here; a trouble is said once, and so
// is its end.
import type { Log } from '#platform/log.ts';
import type { Unit } from '#platform/unit.ts';
import type { Upstream } from '#platform/upstream.ts';
import type { Ecart, Traits } from '../../connectors/connector.ts';

/** `prochain_essai_at`: when the engine will call again; null when it will not by itself. RFC 3339. */
export type TroubleSeen = { is: Upstream; prochain_essai_at: string | null; log: Log };

/** An exchange went well: what was wrong is over, and is said if its trouble had been. */
export async function noteAnswered(_unit: Unit, _link_id: string, _seen: { log: Log }): Promise<void> {}

export async function noteTrouble(_unit: Unit, _link_id: string, _trouble: TroubleSeen): Promise<void> {}

/** One outcome of the Paris day, for the bars of the connexion. */
export async function noteDay(
  _unit: Unit,
  _link_id: string,
  _outcome: 'reussis' | 'partiels' | 'echoues',
): Promise<void> {}

/** What did not fit their answers, each written and logged (warn) the first time only. */
export async function noteEcarts(
  _unit: Unit,
  _link_id: string,
  _seen: { ecarts: readonly Ecart[]; log: Log },
): Promise<void> {}

export async function noteObserved(_unit: Unit, _link_id: string, _observed: Partial<Traits>): Promise<void> {}
