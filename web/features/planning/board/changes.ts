// What a gesture does to the week before the hub has answered, what the answer makes of it, and what takes it back. Pure.
import type { Affectation, LotAffectations, Planning, ResultatPlanning } from '#contract/affectation.ts';

export type Place = { personne_id: string; chantier_id: string; jour: string };
export type Hours = Pick<Affectation, 'minutes_prevues' | 'debut' | 'fin' | 'note'>;
export type NewBlock = LotAffectations['creer'][number];
type Lot = Partial<LotAffectations>;

export const hoursOf = ({ minutes_prevues, debut, fin, note }: Affectation): Hours => ({
  minutes_prevues,
  debut,
  fin,
  note,
});
export const placeOf = ({ personne_id, chantier_id, jour }: Affectation): Place => ({ personne_id, chantier_id, jour });
export const samePlace = (a: Place, b: Place): boolean =>
  a.personne_id === b.personne_id && a.chantier_id === b.chantier_id && a.jour === b.jour;

const PENDING = 'attente-';
let counted = 0;
export const isPending = ({ id }: { id: string }): boolean => id.startsWith(PENDING);

/** As it will be, with the names that the screen shows. */
function shown(planning: Planning, block: NewBlock, base: { id: string; version: number }): Affectation {
  const personne = planning.personnes.find(({ id }) => id === block.personne_id);
  const chantier = planning.chantiers.find(({ id }) => id === block.chantier_id);
  return {
    ...base,
    ...block,
    nom: personne?.nom ?? '',
    prenom: personne?.prenom ?? '',
    chantier_code: chantier?.code ?? '',
    chantier_nom: chantier?.nom ?? '',
    couleur: chantier?.couleur ?? '#888888',
    serie_id: null,
    created_at: '',
    updated_at: '',
  };
}

/** The week with the gesture in it; blocks that the hub does not know yet are pending. */
export function applied(planning: Planning, { creer = [], modifier = [], supprimer = [] }: Lot): Planning {
  const gone = new Set(supprimer.map(({ id }) => id));
  const changes = new Map(modifier.map(({ id, version: _, ...change }) => [id, change]));
  const kept = planning.affectations
    .filter(({ id }) => !gone.has(id))
    .map(bloc => {
      const change = changes.get(bloc.id);
      if (!change) return bloc;
      return {
        ...bloc,
        ...shown(planning, { ...placeOf(bloc), ...hoursOf(bloc), ...change }, bloc),
        serie_id: bloc.serie_id,
      };
    });
  const made = creer.map(block => shown(planning, block, { id: `${PENDING}${++counted}`, version: 0 }));
  return { ...planning, affectations: [...kept, ...made] };
}

/** The week as the hub says it: what was pending leaves, what it made or changed takes its place. */
export function settled(planning: Planning, { creees, modifiees }: ResultatPlanning, gone: Iterable<string>): Planning {
  const known = new Map([...creees, ...modifiees].map(bloc => [bloc.id, bloc]));
  const away = new Set(gone);
  const inWeek = ({ jour }: Affectation) => planning.debut <= jour && jour <= planning.fin;
  const others = planning.affectations.filter(bloc => !isPending(bloc) && !known.has(bloc.id) && !away.has(bloc.id));
  return { ...planning, affectations: [...others, ...[...known.values()].filter(inWeek)] };
}

/** The gesture that takes this one back. `before`: the blocks as they were. */
export function inverse(result: Pick<ResultatPlanning, 'creees' | 'modifiees'>, before: Affectation[], lot: Lot): Lot {
  const was = new Map(before.map(bloc => [bloc.id, bloc]));
  const back = (id: string) => {
    const bloc = was.get(id);
    return bloc ? [{ ...placeOf(bloc), ...hoursOf(bloc) }] : [];
  };
  return {
    supprimer: result.creees.map(({ id, version }) => ({ id, version })),
    modifier: result.modifiees.flatMap(({ id, version }) => back(id).map(block => ({ id, version, ...block }))),
    creer: (lot.supprimer ?? []).flatMap(({ id }) => back(id)),
  };
}

const LOT_MAX = 3000;
/** A lot holds 3,000 of each: a large gesture is taken back in several. */
export function inLots(lot: Lot): Lot[] {
  const { creer = [], modifier = [], supprimer = [] } = lot;
  const count = Math.max(1, Math.ceil(Math.max(creer.length, modifier.length, supprimer.length) / LOT_MAX));
  const part = <T>(items: T[], n: number) => items.slice(n * LOT_MAX, (n + 1) * LOT_MAX);
  return Array.from({ length: count }, (_, n) => ({
    creer: part(creer, n),
    modifier: part(modifier, n),
    supprimer: part(supprimer, n),
  }));
}
