import type { ChantierFact } from '#contract/events.ts';
import type { NewEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { factOf } from '../rules.ts';
import { type NewChantier, readChantiers } from '../sql/erp-page.ts';
import type { Settled } from './decide-page.ts';
import type { ErpSource } from './types.ts';

type Written = { settled: Settled[]; made: ReadonlyMap<string, NewChantier>; at: string };

/** One fact per chantier made, changed or joined, two when its status is among what changed. */
export async function tellPage(unit: Unit, source: ErpSource, { settled, made, at }: Written): Promise<void> {
  const changed = settled.filter(({ touched, action }) => touched && action !== 'unchanged');
  const ids = changed.map(({ chantier_id }) => chantier_id!);
  const there = ids.length > 0 ? await readChantiers(unit, ids) : new Map();
  const initial = source.initial ? { initial: true as const } : {};
  const events = settled.flatMap((plan): NewEvent[] => {
    const row = made.get(plan.chantier_id ?? '');
    if (row) {
      const references = [{ system: source.system, external_id: plan.record.external_id }];
      return [{ type: 'chantier.created', data: { chantier: newFact({ ...row, references, at }), ...initial } }];
    }
    const chantier = there.get(plan.chantier_id ?? '');
    return chantier ? changesOf(plan, factOf(chantier)).map(event => withInitial(event, initial)) : [];
  });
  await unit.publishAll(events);
}

function changesOf({ before, known, changed, revived }: Settled, chantier: ChantierFact): NewEvent[] {
  // Told as new: whoever heard that it was deleted has forgotten it.
  if (revived) return [{ type: 'chantier.created', data: { chantier } }];
  const others: string[] = changed.filter(name => name !== 'statut');
  if (!known) others.push('references');
  return [
    ...(others.length > 0 ? [{ type: 'chantier.updated', data: { chantier, changed: others } } as const] : []),
    ...(changed.includes('statut')
      ? [{ type: 'chantier.statut_changed', data: { chantier, ancien_statut: before!.statut } } as const]
      : []),
  ];
}

const withInitial = (event: NewEvent, initial: { initial?: true }): NewEvent =>
  ({ ...event, data: { ...event.data, ...initial } }) as NewEvent;

const NOTHING_ELSE = {
  version: 1,
  description: null,
  commune_insee: null,
  commune: null,
  latitude: null,
  longitude: null,
  type_travaux: null,
  batiment_plus_2ans: null,
  usage_habitation: null,
  equipe: [],
};

type Made = NewChantier & Pick<ChantierFact, 'references'> & { at: string };

/** What has just been inserted need not be read back. */
const newFact = ({ contacts: _, at, ...row }: Made): ChantierFact => ({
  ...NOTHING_ELSE,
  ...row,
  created_at: at,
  updated_at: at,
});
