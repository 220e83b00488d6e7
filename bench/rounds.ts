// Interleaved rounds: what disturbs one server disturbs the others, and the lowest of the rounds is what counts (settled 41).
import { loadavg } from 'node:os';
import type { Load } from './load.ts';

export type Rounds<Name extends string> = Record<Name, Load[]>;
type Measures<Name extends string> = Record<Name, () => Promise<Load>>;

/** Prints a line per load as it is done, with the machine's load then. */
export async function runRounds<Name extends string>(count: number, measures: Measures<Name>): Promise<Rounds<Name>> {
  const names = Object.keys(measures) as Name[];
  const done = Object.fromEntries(names.map(name => [name, [] as Load[]])) as Rounds<Name>;
  console.log('| round | server | CPU µs/request | requests/s | p50 ms | p99 ms | not as expected | machine’s load |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (let round = 1; round <= count; round += 1) {
    for (const name of names) {
      const it = await measures[name]();
      done[name].push(it);
      const rate = Math.round(it.requests / it.seconds);
      const cells = [round, name, it.cpu_us.toFixed(1), rate, it.p50_ms.toFixed(1), it.p99_ms.toFixed(1), it.wrong];
      console.log(`| ${cells.join(' | ')} | ${loadavg()[0]!.toFixed(1)} |`);
    }
  }
  return done;
}

export const lowestCpu = (loads: Load[]): number => Math.min(...loads.map(one => one.cpu_us));
export const bestRate = (loads: Load[]): number => Math.max(...loads.map(one => one.requests / one.seconds));
export const wrongIn = (rounds: Rounds<string>): number =>
  Object.values(rounds)
    .flat()
    .reduce((sum, one) => sum + one.wrong, 0);

/** Says whether a bound was kept, and gives it back. */
export function verdict(what: string, ratio: number, { most, least }: { most?: number; least?: number }): boolean {
  const kept = ratio <= (most ?? Number.POSITIVE_INFINITY) && ratio >= (least ?? 0);
  const bound = most === undefined ? `at least ${least}` : `at most ${most}`;
  console.log(`${what}: ${ratio.toFixed(2)} (bound: ${bound}) ${kept ? 'kept' : 'MISSED'}`);
  return kept;
}
