// The week and everything one does with it: filters, the board or the day, the selection, the dialogs, what was just done.
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useMemo, useRef } from 'react';
import type { Planning } from '#contract/affectation.ts';
import { joursDe } from '#contract/calendrier.ts';
import { useIsPhone } from '../../ui/data-table.tsx';
import { Empty } from '../../ui/failure.tsx';
import { type Board, boardOf, metiersOf } from './board/board.ts';
import { stableBoard } from './board/stable.ts';
import { DeskBoard } from './desk/board.tsx';
import { DayBoard } from './phone/day-board.tsx';
import styles from './planning.module.css';
import { SaidBar } from './said-bar.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { BoardFilters, WeekNav } from './toolbar.tsx';
import { useActions } from './use-actions.ts';
import { useBoardPage } from './use-board-page.ts';

/** After the board: one asked for before it has come opens when it does. */
const Dialogs = lazy(() => import('./dialogs/dialogs.tsx').then(({ Dialogs }) => ({ default: Dialogs })));

const route = getRouteApi('/app/planning');

/** The rows that did not change are the same objects from one answer to the next. */
function useBoard(planning: Planning, vue: 'personnes' | 'chantiers'): Board {
  const { q, metier, libres } = route.useSearch();
  const before = useRef<Board | null>(null);
  return useMemo(() => {
    before.current = stableBoard(boardOf(planning, { vue, q, metier, libres: libres === 'oui' }), before.current);
    return before.current;
  }, [planning, vue, q, metier, libres]);
}

const NobodyFound = (): ReactNode => {
  const navigate = useNavigate({ from: '/planning' });
  const { semaine, vue } = route.useSearch();
  return (
    <Empty
      title="Personne ne répond à ces filtres"
      action={
        <Button variant="default" onClick={() => void navigate({ search: { semaine, vue } })}>
          Effacer les filtres
        </Button>
      }
    >
      Essayez un autre mot, ou un autre métier.
    </Empty>
  );
};

const Nobody = (): ReactNode => (
  <Empty title="Personne à planifier">Les personnes actives apparaîtront ici, groupées par métier.</Empty>
);

const KeyboardHelp = ({ plans }: { plans: boolean }): ReactNode => (
  <p id="planning-aide" className="hub-small hub-dim">
    {plans
      ? '• : jour non planifié. Glissez un bloc pour le déplacer, avec Ctrl pour le copier. Au clavier : flèches pour se déplacer, Entrée pour prendre un bloc et le poser, Espace pour l’ouvrir, Suppr pour le retirer, Ctrl Z pour annuler.'
      : 'Au clavier : flèches pour se déplacer, Espace pour ouvrir un bloc.'}
  </p>
);

type WeekProps = { planning: Planning; today: string; tabs: ReactNode; settling: boolean };

export function WeekBoard({ planning, today, tabs, settling }: WeekProps): ReactNode {
  const search = route.useSearch();
  const isPhone = useIsPhone();
  const { semaine } = planning;
  const board = useBoard(planning, search.vue === 'chantiers' && !isPhone ? 'chantiers' : 'personnes');
  const actions = useActions(semaine);
  const page = useBoardPage({ planning, board, actions });
  const metiers = useMemo(() => metiersOf(planning), [planning]);
  const plans = planning.peut_planifier && !settling;
  const jours = joursDe(semaine);
  const jour = search.jour && jours.includes(search.jour) ? search.jour : jours.includes(today) ? today : jours[0]!;
  return (
    <>
      <div className={styles.bar}>
        <WeekNav semaine={search.semaine ?? semaine} today={today} />
        <div className="hub-row">
          {tabs}
          {plans && !isPhone && (
            <Button
              variant="default"
              leftSection={<IconCopy size={16} aria-hidden />}
              onClick={() => page.open({ kind: 'copie' })}
            >
              Copier la semaine
            </Button>
          )}
        </div>
      </div>
      {isPhone ? (
        <details className={styles.fold} open={Boolean(search.q || search.metier || search.libres)}>
          <summary>Chercher, filtrer</summary>
          <BoardFilters metiers={metiers} libres={board.libres} />
        </details>
      ) : (
        <BoardFilters metiers={metiers} libres={board.libres} />
      )}
      {planning.personnes.length === 0 && <Nobody />}
      {planning.personnes.length > 0 && board.groups.length === 0 && <NobodyFound />}
      {board.groups.length > 0 && !isPhone && (
        <div>
          <DeskBoard
            board={board}
            semaine={semaine}
            today={today}
            plans={plans}
            chosen={page.chosen}
            handlers={page.handlersFor(plans)}
          />
          <KeyboardHelp plans={plans} />
        </div>
      )}
      {board.groups.length > 0 && isPhone && (
        <DayBoard
          board={board}
          jour={jour}
          today={today}
          plans={plans}
          onOpen={id => page.open({ kind: 'bloc', id })}
          onAssign={id => page.open({ kind: 'affecter', asked: { personnes: [id], jours: [jour], chantier_id: null } })}
        />
      )}
      <div className={styles.foot}>
        <SaidBar actions={actions} planning={planning} />
        <SelectionBar page={page} planning={planning} />
      </div>
      <Suspense>
        <Dialogs page={page} planning={planning} actions={actions} plans={plans} />
      </Suspense>
    </>
  );
}
