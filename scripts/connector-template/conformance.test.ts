// Modele sits the exam of connectors, for what it declares. Between it and the stand-in, a proxy does the harm. Replace the stand-in by
// their simulator: whatever was passed before then proves the form, not that their service is understood.

import { atTheEnd } from '#testing/endings.ts';
import { type FaultProxy, faultsOf, passingOf, proxyTo } from '#testing/erp/faults.ts';
import { conformance } from '../../server/connectors/conformance.ts';
import type { Drift, Ground, Known } from '../../server/connectors/exam-ground.ts';
import { type Row, type StandIn, startStandIn } from './fixtures/stand-in.ts';
import { modele } from './index.ts';

type Settings = Parameters<typeof modele.isOfficial>[0];
type Credentials = Parameters<typeof modele.open>[0]['credentials'];

const FAULTS = faultsOf('{"error":"internal"}');
const EVERYTHING = [...passingOf(FAULTS), FAULTS.error_in_200];
const LIST = /^\/projects\?/;

const knownOf = (row: Row): Known => ({
  ...{ external_id: String(row.id), visible: true, nom: row.name, reference: row.code, statut: row.status },
  ...{ date_debut: row.starts_on, date_fin: row.ends_on, minutes_estimees: row.planned_minutes },
  ...{ archive: row.archived, persons: [row.client_name] },
});

function driftOf(row: Row, what: Drift): object {
  const { name, planned_minutes, ...rest } = row;
  const changed: Record<Drift, object> = {
    new_field: { ...row, nouveau: 1 },
    new_enum: { ...row, status: 'jamais vu' },
    missing_optional: { ...rest, name },
    missing_required: { ...rest, planned_minutes },
    number_to_string: { ...row, id: String(row.id) },
    renamed: { ...rest, name, minutes: planned_minutes },
    null_required: { ...row, name: null },
    nested: { ...row, name: { value: name } },
    long_name: { ...row, name: 'Long '.repeat(2_000) },
    html_name: { ...row, name: '<p>Résidence &amp; <b>cour</b></p>' },
  };
  return changed[what];
}

/** In the list only, in that row only. */
const rewriteRow = (id: string, what: Drift) => (passed: { path: string }, answer: string) => {
  if (!LIST.test(passed.path)) return answer;
  const { projects } = JSON.parse(answer) as { projects: Row[] };
  return JSON.stringify({ projects: projects.map(row => (String(row.id) === id ? driftOf(row, what) : row)) });
};

/** Behind the reader's back, after each page of the list. */
const meanwhileOf =
  ({ rows, add, change }: StandIn, proxy: FaultProxy): Ground<Settings, Credentials>['meanwhile'] =>
  async (what, times) => {
    let left = times;
    proxy.after = async ({ path }) => {
      if (left === 0 || !LIST.test(path)) return;
      left -= 1;
      if (what === 'insert') add(1);
      else if (what === 'touch') change(rows[0]!);
      else rows.splice(0, 1);
    };
  };

async function groundOf(chantiers: number): Promise<Ground<Settings, Credentials>> {
  const erp = await startStandIn(chantiers);
  atTheEnd(erp.close);
  const proxy = await proxyTo(erp.url);
  const meanwhile = meanwhileOf(erp, proxy);
  return {
    settings: { base_url: proxy.url },
    credentials: { api_key: erp.key },
    wrong_credentials: { api_key: 'une-autre-cle' },
    trouble: async (what, times) => proxy.rules([{ fault: FAULTS[what], ...(times ? { times } : {}) }]),
    drift: async (what, id) => {
      proxy.rewrite = rewriteRow(id, what);
    },
    everything: async seed => {
      proxy.rules(
        EVERYTHING.map(fault => ({ fault, probability: 0.02 })),
        seed,
      );
      await meanwhile('touch', 3);
    },
    calm: async () => proxy.calm(),
    meanwhile,
    add: async count => erp.add(count).map(({ id }) => String(id)),
    change: async count => erp.rows.slice(0, count).map(row => String(erp.change(row).id)),
    delete: async id =>
      void erp.rows.splice(
        erp.rows.findIndex(row => String(row.id) === id),
        1,
      ),
    // Nothing over there depends on the hour, and it has no other readings.
    later: async () => {},
    reading: async () => {},
    truth: async () => erp.rows.map(knownOf),
    calls: async () => proxy.calls(),
  };
}

conformance({
  connector: modele,
  start: async ({ chantiers }) => await groundOf(chantiers),
  has_people: false,
  readings: { filters: null, others: [] },
});
