// A chantier closes, a person leaves: what was planned from the day after is no more. Told of these facts wherever they come from,
// an ERP included; what stands at that moment decides, so a second telling does nothing.
import type { PublishedEvent } from '#platform/events/publish.ts';
import type { Unit } from '#platform/unit.ts';
import { parisDay } from './rules.ts';
import { type Cancelled, cancelOfChantiers, cancelOfPersonnes } from './sql/cancel.ts';
import { factOf } from './write-board.ts';

type OfChantier = PublishedEvent<'chantier.statut_changed' | 'chantier.deleted'>;
type OfPersonne = PublishedEvent<'personne.deactivated' | 'personne.erased' | 'personne.updated'>;

export async function cancelAfterChantiers(unit: Unit, events: OfChantier[]): Promise<void> {
  const ended = events.flatMap(({ data, occurred_at }) => {
    if ('chantier_id' in data) return [{ id: data.chantier_id, apres: parisDay(occurred_at) }];
    return data.chantier.statut === 'ferme' ? [{ id: data.chantier.id, apres: parisDay(occurred_at) }] : [];
  });
  if (ended.length > 0) await tell(unit, 'chantier_ferme', await cancelOfChantiers(unit, ended));
}

export async function cancelAfterPersonnes(unit: Unit, events: OfPersonne[]): Promise<void> {
  const left = events.flatMap(({ data, occurred_at }) =>
    'changed' in data && !data.changed.includes('date_sortie')
      ? []
      : [{ id: data.personne_id, apres: parisDay(occurred_at) }],
  );
  if (left.length > 0) await tell(unit, 'personne_inactive', await cancelOfPersonnes(unit, left));
}

const tell = (unit: Unit, cause: 'chantier_ferme' | 'personne_inactive', rows: Cancelled[]) =>
  unit.publishAll(rows.map(row => ({ type: 'affectation.cancelled', data: { ...factOf(row), cause } })));
