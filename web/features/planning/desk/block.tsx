// One affectation in the week: its chantier's colour and name, its hours when they are not the whole day.

import { IconMessage2 } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { Affectation } from '#contract/affectation.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { isPending } from '../board/changes.ts';
import styles from './board.module.css';

/** Empty: the person's whole day. */
export function hoursWord({ debut, fin, minutes_prevues }: Affectation): string {
  if (debut && fin) return `${debut}–${fin}`;
  return minutes_prevues === null ? '' : formatMinutes(minutes_prevues);
}

export const sayBlock = (bloc: Affectation): string =>
  [bloc.chantier_nom, `${bloc.prenom} ${bloc.nom}`, formatWholeDay(bloc.jour), hoursWord(bloc)]
    .filter(Boolean)
    .join(', ');

/** `named`: false under the name of its chantier, where only the hours are left to say. */
type BlockProps = { bloc: Affectation; movable: boolean; named: boolean };

export const Block = memo(
  ({ bloc, movable, named }: BlockProps): ReactNode => (
    // biome-ignore lint/a11y/useSemanticElements: browsers do not let a <button> be dragged
    <div
      role="button"
      tabIndex={-1}
      className={styles.bloc}
      style={{ '--couleur': bloc.couleur } as React.CSSProperties}
      data-stop=""
      data-bloc={bloc.id}
      data-movable={movable && !isPending(bloc) ? '' : undefined}
      data-pending={isPending(bloc) ? '' : undefined}
      title={`${bloc.chantier_code} · ${bloc.chantier_nom}${bloc.note ? ` — ${bloc.note}` : ''}`}
    >
      {named && (
        <span className={styles.blocNom} data-alone={hoursWord(bloc) || bloc.note ? undefined : ''}>
          {bloc.chantier_nom}
        </span>
      )}
      {(!named || hoursWord(bloc) || bloc.note) && (
        <span className={styles.blocHeures}>
          {hoursWord(bloc) || (named ? '' : 'Journée')}
          {bloc.note && <IconMessage2 size={13} aria-hidden />}
        </span>
      )}
      {/* The name one hears begins with the words one sees. */}
      <span className="hub-hidden">
        {`, ${named ? '' : `${bloc.chantier_nom}, `}${bloc.prenom} ${bloc.nom}, ${formatWholeDay(bloc.jour)}`}
      </span>
    </div>
  ),
);
Block.displayName = 'Block';
