// What is open and who is chosen on the board, and what its gestures mean.

import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Planning } from '#contract/affectation.ts';
import { formatWholeDay } from '#contract/dates.ts';
import type { Board } from './board/board.ts';
import { isPending, samePlace } from './board/changes.ts';
import { sayBlock } from './desk/block.tsx';
import type { BoardHandlers, Target } from './desk/use-board-events.ts';
import type { Asked } from './dialogs/assign-dialog.tsx';
import type { Actions } from './use-actions.ts';

export type Opened =
  | { kind: 'affecter'; asked: Asked }
  | { kind: 'bloc'; id: string }
  | { kind: 'copie' }
  | { kind: 'absence'; personne_id: string; jour: string }
  | null;

export type BoardPage = {
  opened: Opened;
  open: (opened: Opened) => void;
  openPerson: (id: string | undefined) => void;
  chosen: ReadonlySet<string>;
  clear: () => void;
  handlersFor: (plans: boolean) => BoardHandlers;
};

type Context = { planning: Planning; board: Board; actions: Actions };

/** One more or one less; a group is taken whole, or left when it was whole. */
function chosenAfter(chosen: ReadonlySet<string>, ids: string[]): Set<string> {
  const whole = ids.every(id => chosen.has(id));
  const next = new Set(chosen);
  for (const id of ids)
    if (whole) next.delete(id);
    else next.add(id);
  return next;
}

function movesOf({ planning, actions }: Context) {
  const find = (id: string) => planning.affectations.find(bloc => bloc.id === id && !isPending(bloc));
  const sayTarget = ({ personne_id, jour, chantier_id }: Target): string => {
    const who = planning.personnes.find(({ id }) => id === personne_id);
    const where = planning.chantiers.find(({ id }) => id === chantier_id);
    return [where?.nom, who && `${who.prenom} ${who.nom}`, formatWholeDay(jour)].filter(Boolean).join(', ');
  };
  const move = (id: string, target: Target, copy: boolean) => {
    const bloc = find(id);
    if (!bloc) return;
    const { personne_id, jour } = target;
    const to = { personne_id, jour, chantier_id: target.chantier_id ?? bloc.chantier_id };
    if (samePlace(bloc, to)) return actions.say('Le bloc reste où il était.');
    actions.move(bloc, to, copy);
  };
  return { find, sayTarget, move };
}

export function useBoardPage(context: Context): BoardPage {
  const { board, actions } = context;
  const [opened, open] = useState<Opened>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const navigate = useNavigate({ from: '/planning' });
  const { find, sayTarget, move } = movesOf(context);
  const openPerson = (personne: string | undefined) => void navigate({ search: old => ({ ...old, personne }) });
  const handlersFor = (plans: boolean): BoardHandlers => ({
    plans,
    onOpenBlock: id => find(id) && open({ kind: 'bloc', id }),
    onOpenCell: ({ personne_id, jour, chantier_id }) =>
      open({
        kind: 'affecter',
        asked: { personnes: [personne_id], jours: [jour], chantier_id: chantier_id ?? null },
      }),
    onOpenPerson: openPerson,
    onChoose: ({ personne, group }) => {
      const rows = board.groups.find(({ key }) => key === group)?.rows ?? [];
      setChosen(old => chosenAfter(old, personne ? [personne] : rows.map(row => row.personne.id)));
    },
    onMove: move,
    onRemove: id => {
      const bloc = find(id);
      if (bloc) actions.remove(bloc);
    },
    onUndo: actions.undo,
    say: actions.say,
    sayTarget,
    sayBlock: id => {
      const bloc = find(id);
      return bloc ? sayBlock(bloc) : '';
    },
  });
  return { opened, open, openPerson, chosen, clear: () => setChosen(new Set()), handlersFor };
}
