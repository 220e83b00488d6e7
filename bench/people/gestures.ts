// What is done for many people at once: the validation of a week, and the reckoning of a month of pay.
import { ajouterJours } from '#contract/calendrier.ts';
import { recomputeVariables } from '#domain/paie/index.ts';
import { many } from '#platform/db/sql.ts';
import { SYSTEM } from '#platform/unit.ts';
import { DERNIER_LUNDI } from './fill.ts';
import type { HubHere, Spent } from './hub-here.ts';

type Faits = { faits: number; refuses: unknown[]; feuilles: number };

/** The feuilles of that Monday, in one request. */
export async function validate(hub: HubHere, { debut, count }: { debut: string; count: number }) {
  const rows = await many<{ id: string }>(hub.sql`
    select id from feuilles_heures where debut = ${debut} order by id limit ${count}`);
  const body = { feuilles: rows.map(({ id }) => id) };
  const spent = await hub.spend(() => hub.ask('POST', '/api/v1/pointages/validation', body));
  if (spent.result.status !== 200) throw new Error(`validation: ${spent.result.status} ${spent.result.body}`);
  return { ...spent, result: JSON.parse(spent.result.body) as Faits };
}

/** The Mondays of the weeks that October 2026 has days of. */
const LUNDIS = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26'];

/** As many people as `count`, over the weeks of a month. */
export async function recompute(hub: HubHere, count: number): Promise<Spent<number>> {
  const gens = await many<{ id: string }>(
    hub.sql`select id from personnes where matricule <> 'M0' order by matricule limit ${count}`,
  );
  const semaines = LUNDIS.flatMap(debut => gens.map(({ id }) => ({ personne_id: id, debut })));
  return await hub.spend(async () => {
    await hub.app.inUnit(SYSTEM, unit => recomputeVariables(unit, semaines));
    return semaines.length;
  });
}

/** The variables of the whole year, so that what reads them has them to read. */
export async function recomputeYear(hub: HubHere, semaines: number): Promise<void> {
  const gens = await many<{ id: string }>(hub.sql`select id from personnes`);
  for (let n = 0; n < semaines; n += 1) {
    const debut = ajouterJours(DERNIER_LUNDI, -7 * n);
    await hub.app.inUnit(SYSTEM, unit =>
      recomputeVariables(
        unit,
        gens.map(({ id }) => ({ personne_id: id, debut })),
      ),
    );
  }
}
