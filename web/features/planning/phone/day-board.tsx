// One day, for a thumb: the sites with their people, who is free, who is away.

import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Affectation } from '#contract/affectation.ts';
import { formatDayNumber, formatShortWeekday, formatWholeDay } from '#contract/dates.ts';
import { formatCount } from '../../../lib/format.ts';
import { Empty } from '../../../ui/failure.tsx';
import { absenceWord, type Board } from '../board/board.ts';
import { hoursWord } from '../desk/block.tsx';
import { dayOf } from './day.ts';
import styles from './phone.module.css';

const DayStrip = ({ board, jour, today }: { board: Board; jour: string; today: string }): ReactNode => (
  <nav className={styles.strip} aria-label="Jours de la semaine">
    {board.jours.map(one => (
      <Link
        key={one}
        from="/planning"
        to="."
        search={old => ({ ...old, jour: one })}
        className={styles.jour}
        aria-current={one === jour ? 'date' : undefined}
        data-today={one === today ? '' : undefined}
      >
        <span>{formatShortWeekday(one)}</span> <strong>{formatDayNumber(one)}</strong>
        {one === today && <span className="hub-hidden"> (aujourd’hui)</span>}
      </Link>
    ))}
  </nav>
);

type SiteProps = { blocs: Affectation[]; onOpen: (id: string) => void };

const SiteDay = ({ blocs, onOpen }: SiteProps): ReactNode => {
  const first = blocs[0]!;
  return (
    <section className={styles.site} style={{ '--couleur': first.couleur } as React.CSSProperties}>
      <header className={styles.siteHead}>
        <h2>{first.chantier_nom}</h2>
        <span className="hub-small hub-dim">
          {first.chantier_code} · {formatCount(blocs.length, 'personne', 'personnes')}
        </span>
      </header>
      <ul className={styles.people}>
        {blocs.map(bloc => (
          <li key={bloc.id}>
            <button type="button" className={styles.person} onClick={() => onOpen(bloc.id)}>
              <span>
                {bloc.prenom} {bloc.nom}
              </span>
              <span className="hub-dim">
                {hoursWord(bloc) || 'Journée'}
                {bloc.note && ' · note'}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

type DayProps = {
  board: Board;
  jour: string;
  today: string;
  plans: boolean;
  onOpen: (id: string) => void;
  onAssign: (personne_id: string) => void;
};

export function DayBoard({ board, jour, today, plans, onOpen, onAssign }: DayProps): ReactNode {
  const { sites, libres, absents, ailleurs } = dayOf(board, jour);
  const load = board.charge.find(day => day.jour === jour);
  return (
    <>
      <DayStrip board={board} jour={jour} today={today} />
      <h2 className={styles.title}>
        {jour === today && 'Aujourd’hui, '}
        {formatWholeDay(jour)}
        {load?.ferie && ` · ${load.ferie}`}
      </h2>
      {sites.length === 0 && (
        <Empty title="Personne n’est prévu ce jour">
          {plans ? 'Choisissez une personne non planifiée pour l’affecter.' : 'Un conducteur pose le planning.'}
        </Empty>
      )}
      {sites.map(([chantier_id, blocs]) => (
        <SiteDay key={chantier_id} blocs={blocs} onOpen={onOpen} />
      ))}
      {ailleurs.length > 0 && (
        <section className={styles.site}>
          <h2>Sur d’autres chantiers ({ailleurs.length})</h2>
          <p>{ailleurs.map(({ personne }) => `${personne.prenom} ${personne.nom}`).join(', ')}</p>
        </section>
      )}
      {absents.length > 0 && (
        <section className={styles.site}>
          <h2>Absents ({absents.length})</h2>
          <ul className={styles.people}>
            {absents.map(({ row, absence }) => (
              <li key={row.key}>
                <span className={styles.person}>
                  <span>
                    {row.personne.prenom} {row.personne.nom}
                  </span>
                  <span className="hub-dim">{absenceWord(absence)}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {libres.length > 0 && (
        <section className={styles.site}>
          <h2>Non planifiés ({libres.length})</h2>
          <ul className={styles.people}>
            {libres.map(({ personne }) => (
              <li key={personne.id}>
                <span className={styles.person}>
                  <span>
                    {personne.prenom} {personne.nom}
                  </span>
                  {plans && (
                    <Button
                      variant="default"
                      aria-label={`Affecter ${personne.prenom} ${personne.nom}`}
                      onClick={() => onAssign(personne.id)}
                    >
                      Affecter
                    </Button>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
