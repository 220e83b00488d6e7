// Every gesture on the week: shown at once, sent, then settled or taken back; the last ones can be undone.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  Affectation,
  Conflit,
  CopieSemaine,
  CreateAffectations,
  Planning,
  ResultatPlanning,
} from '#contract/affectation.ts';
import { isProblem } from '../../lib/api.ts';
import { formatCount } from '../../lib/format.ts';
import { assign, copyWeek, endSeries, type Lot, planningQuery, saveLot, saveNote } from './api.ts';
import { applied, type Hours, hoursOf, inLots, inverse, type Place, placeOf, settled } from './board/changes.ts';

const UNDO_MAX = 20;

/** What the bar under the week says. */
export type Said = { message: string; conflits: Conflit[]; undoable: boolean };
/** Somebody was faster: what one wanted, and what stands now (null: withdrawn). */
export type Clash = { mine: Affectation; theirs: Affectation | null };
type Step = { lots: Lot[]; message: string };
type Gesture = {
  message: (result: ResultatPlanning) => string;
  /** What it does here before the answer, and what it needs to be taken back. */
  lot?: Lot;
  before?: Affectation[];
  send: () => Promise<ResultatPlanning>;
};

export type Actions = {
  said: Said | null;
  error: unknown;
  clash: Clash | null;
  say: (message: string) => void;
  dismiss: () => void;
  move: (bloc: Affectation, to: Place, copy: boolean) => void;
  change: (bloc: Affectation, wanted: Partial<Place & Hours>) => Promise<void>;
  note: (bloc: Affectation, note: string | null) => Promise<void>;
  remove: (bloc: Affectation) => void;
  removeSeries: (bloc: Affectation) => Promise<void>;
  assign: (body: CreateAffectations) => Promise<void>;
  copyWeek: (body: CopieSemaine) => Promise<void>;
  undo: () => void;
  resolve: (keepMine: boolean) => void;
};

const placed = (count: number) => formatCount(count, 'affectation posée', 'affectations posées');
const BLOCKED = 'Rien n’a été posé';

function queriesOf(client: QueryClient, semaine: string) {
  const { queryKey } = planningQuery({ semaine });
  return {
    read: () => client.getQueryData<Planning>(queryKey),
    put: (change: (planning: Planning) => Planning) =>
      client.setQueryData<Planning>(queryKey, planning => planning && change(planning)),
    stop: () => client.cancelQueries({ queryKey }),
    fresh: () => client.fetchQuery({ ...planningQuery({ semaine }), staleTime: 0 }),
    /** Other weeks, lists and figures are read again when they are looked at. */
    stale: () => {
      void client.invalidateQueries({ queryKey: ['planning'], refetchType: 'none' });
      void client.invalidateQueries({ queryKey: ['tableau-de-bord'] });
    },
  };
}

type State = { said: Said | null; error: unknown; clash: Clash | null };
const QUIET: State = { said: null, error: null, clash: null };

/** Runs gestures on a week, and keeps how to take back the last ones. */
function useRunner(semaine: string) {
  const client = useQueryClient();
  const week = queriesOf(client, semaine);
  const [state, setState] = useState<State>(QUIET);
  const [steps, setSteps] = useState<Step[]>([]);
  const run = async ({ message, lot = {}, before = [], send }: Gesture): Promise<void> => {
    await week.stop();
    const snapshot = week.read();
    week.put(planning => applied(planning, lot));
    try {
      const result = await send();
      const gone = (lot.supprimer ?? []).map(({ id }) => id);
      week.put(planning => settled(planning, result, gone));
      const back = inverse(result, before, lot);
      const done = result.creees.length + result.modifiees.length + result.supprimees > 0;
      // What was refused of a move stands where it stood.
      if (!done && snapshot) week.put(() => snapshot);
      if (done) setSteps(old => [...old, { lots: inLots(back), message: message(result) }].slice(-UNDO_MAX));
      setState({
        ...QUIET,
        said: { message: done ? message(result) : BLOCKED, conflits: result.conflits, undoable: done },
      });
      week.stale();
    } catch (error) {
      if (snapshot) week.put(() => snapshot);
      throw error;
    }
  };
  const undo = async () => {
    const step = steps.at(-1);
    if (!step) return;
    setSteps(old => old.slice(0, -1));
    for (const lot of step.lots) await saveLot({ ...lot, sauter_conflits: false });
    await week.fresh();
    week.stale();
    setState({ ...QUIET, said: { message: `Annulé : ${step.message}`, conflits: [], undoable: steps.length > 1 } });
  };
  return { week, state, setState, run, undo };
}

type Runner = ReturnType<typeof useRunner>;
/** The gesture is refused because the block changed: shows both versions, else the refusal itself. */
async function refuse(runner: Runner, mine: Affectation | null, error: unknown): Promise<void> {
  if (!mine || !isProblem(error) || ![404, 412].includes(error.status)) return runner.setState({ ...QUIET, error });
  const planning = await runner.week.fresh().catch(() => undefined);
  const theirs = planning?.affectations.find(({ id }) => id === mine.id) ?? null;
  runner.setState({ ...QUIET, clash: { mine, theirs } });
}

function changesOf(runner: Runner) {
  const { run, week } = runner;
  const save = (wanted: Affectation, bloc: Affectation, message: string) => {
    const { id, version } = bloc;
    const lot: Lot = { modifier: [{ id, version, ...placeOf(wanted), ...hoursOf(wanted) }] };
    return run({ message: () => message, lot, before: [bloc], send: () => saveLot({ ...lot, sauter_conflits: true }) });
  };
  const copy = (bloc: Affectation, to: Place) => {
    const lot: Lot = { creer: [{ ...to, ...hoursOf(bloc) }] };
    return run({ message: () => 'Affectation copiée', lot, send: () => saveLot({ ...lot, sauter_conflits: true }) });
  };
  const remove = (bloc: Affectation) => {
    const lot: Lot = { supprimer: [{ id: bloc.id, version: bloc.version }] };
    return run({ message: () => 'Affectation retirée', lot, before: [bloc], send: () => saveLot(lot) });
  };
  const note = async (bloc: Affectation, text: string | null) => {
    const changed = await saveNote(bloc, text);
    week.put(planning => settled(planning, { creees: [], modifiees: [changed], supprimees: 0, conflits: [] }, []));
    runner.setState({ ...QUIET, said: { message: 'Note enregistrée', conflits: [], undoable: false } });
  };
  const removeSeries = async (bloc: Affectation) => {
    await endSeries(bloc);
    await week.fresh();
    week.stale();
    runner.setState({ ...QUIET, said: { message: 'Répétition arrêtée', conflits: [], undoable: false } });
  };
  return { save, copy, remove, note, removeSeries };
}

export function useActions(semaine: string): Actions {
  const runner = useRunner(semaine);
  const { state, setState, run } = runner;
  const { save, copy, remove, note, removeSeries } = changesOf(runner);
  const failing = (mine: Affectation | null) => (error: unknown) => void refuse(runner, mine, error);
  return {
    ...state,
    say: message => setState({ ...QUIET, said: { message, conflits: [], undoable: false } }),
    dismiss: () => setState(QUIET),
    move: (bloc, to, asCopy) => {
      const wanted = { ...bloc, ...to };
      if (asCopy) void copy(bloc, to).catch(failing(null));
      else void save(wanted, bloc, 'Affectation déplacée').catch(failing(wanted));
    },
    change: async (bloc, change) => {
      const wanted = { ...bloc, ...change };
      await save(wanted, bloc, 'Affectation modifiée').catch(failing(wanted));
    },
    note,
    remove: bloc => void remove(bloc).catch(failing(bloc)),
    removeSeries,
    assign: body => run({ message: ({ creees }) => placed(creees.length), send: () => assign(body) }),
    copyWeek: body =>
      run({ message: ({ creees }) => `Semaine copiée : ${placed(creees.length)}`, send: () => copyWeek(body) }),
    undo: () => void runner.undo().catch(failing(null)),
    resolve: keepMine => {
      const { clash } = state;
      setState(QUIET);
      if (keepMine && clash?.theirs) {
        const { mine, theirs } = clash;
        void save({ ...mine, version: theirs.version }, theirs, 'Affectation modifiée').catch(failing(mine));
      }
    },
  };
}
