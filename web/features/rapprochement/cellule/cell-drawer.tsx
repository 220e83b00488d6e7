// One cell opened: what is here, what is there, why, what can be done, and what happened to each line.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { semaineDe } from '#contract/calendrier.ts';
import { formatWholeDay } from '#contract/dates.ts';
import type { ErpLink } from '#contract/erp-link.ts';
import type { CelluleQuery, CelluleRapprochement, Rapprochement } from '#contract/rapprochement.ts';
import { VERDICTS } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Chronologie } from '../../../ui/chronologie/timeline.tsx';
import { Side } from '../../../ui/dialogs.tsx';
import { sayTimes } from '../../../ui/erp/envoi/words.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { VerdictMark } from '../../../ui/erp/verdict/verdict-mark.tsx';
import { VERDICT_STATES } from '../../../ui/erp/verdict/words.ts';
import { Failure } from '../../../ui/failure.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { celluleQuery } from '../api.ts';
import type { Opened } from '../grille/grid.tsx';
import { keyOf } from '../grille/grid-rules.ts';
import type { Cellule, Ligne } from '../words.ts';
import styles from './cell.module.css';
import { type Ici, subjectOf } from './pairs.ts';
import { Repair } from './repair.tsx';
import { Sides } from './sides.tsx';

const Verdict = ({ cell }: { cell: CelluleRapprochement }): ReactNode => (
  <div className={styles.verdict} data-state={cell.verdict ? VERDICT_STATES[cell.verdict] : 'gris'}>
    <p className={styles.word}>
      {cell.verdict && <VerdictMark verdict={cell.verdict} />}
      <strong>{cell.verdict ? VERDICTS[cell.verdict] : 'Rien à comparer'}</strong>
    </p>
    <p>{cell.explication}</p>
  </div>
);

function LineHistory({ ligne, alone }: { ligne: Ici; alone: boolean }): ReactNode {
  const [open, setOpen] = useState(alone);
  const of = subjectOf(ligne);
  if (!of) return null;
  const name = [ligne.marque, ligne.chantier, sayTimes(ligne), formatMinutes(ligne.minutes)]
    .filter(Boolean)
    .join(' · ');
  return (
    <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{name}</summary>
      {open && (
        <div className="hub-stack">
          <Chronologie of={of} />
          <div>
            <Link to="/chronologie" search={of as never} className="hub-link hub-small">
              Ouvrir sa chronologie
            </Link>
          </div>
        </div>
      )}
    </details>
  );
}

const Histories = ({ ici }: { ici: readonly Ici[] }): ReactNode =>
  ici.length > 0 && (
    <section className={styles.part}>
      <h3>Ce qui est arrivé</h3>
      {ici.map(ligne => (
        <LineHistory key={ligne.ligne_id ?? ligne.pointage_id ?? ligne.marque} ligne={ligne} alone={ici.length === 1} />
      ))}
    </section>
  );

const Ways = ({
  cell,
  ligne,
  jour,
  link,
}: {
  cell: CelluleRapprochement;
  ligne: Ligne;
  jour: string;
  link: ErpLink;
}) => (
  <p className="hub-row">
    {ligne.personne_id && (
      <Link
        to="/heures/$personne/$semaine"
        params={{ personne: ligne.personne_id, semaine: semaineDe(jour) } as never}
        className="hub-link"
      >
        Ouvrir sa feuille d’heures
      </Link>
    )}
    {cell.verdict === 'a_relier' && (
      <Link to="/integrations/$id/personnes" params={{ id: link.id } as never} className="hub-link">
        Relier cette personne
      </Link>
    )}
    {(cell.verdict === 'a_envoyer' || cell.verdict === 'refuse') && (
      <Link to="/envois" search={{ connexion: link.id, semaine: semaineDe(jour) } as never} className="hub-link">
        Voir les envois de la semaine
      </Link>
    )}
    {cell.verdict === 'regularise' && (
      <Link to="/envois" search={{ connexion: link.id, vue: 'regularisations' } as never} className="hub-link">
        Voir les régularisations
      </Link>
    )}
  </p>
);

type ContentProps = { link: ErpLink; ligne: Ligne; day: Cellule };

function Content({ link, ligne, day }: ContentProps): ReactNode {
  const { jour } = day;
  const query: CelluleQuery = {
    link_id: link.id,
    jour,
    ...(ligne.personne_id ? { personne_id: ligne.personne_id } : { external_id: ligne.external_id ?? '' }),
  };
  const { data, error, refetch } = useQuery(celluleQuery(query));
  const erp = spokenName(link);
  return (
    <div className="hub-stack">
      <div>
        <h2>{ligne.personne}</h2>
        <p className="hub-dim">{formatWholeDay(jour)}</p>
      </div>
      {error && !data && <Failure error={error} retry={refetch} right="lire le rapprochement des heures" />}
      {!data && !error && <WaitingFacts facts={6} />}
      {data && (
        <>
          <Verdict cell={data} />
          {ligne.personne_id && (
            <Repair cell={data} link={link} jour={jour} personne={{ id: ligne.personne_id, nom: ligne.personne }} />
          )}
          <Sides cell={data} erp={erp} unread={day.minutes_erp === null} />
          <Ways cell={data} ligne={ligne} jour={jour} link={link} />
          <Histories ici={data.ici} />
        </>
      )}
    </div>
  );
}

type DrawerProps = { data: Rapprochement; link: ErpLink; opened: Opened | undefined; onClose: () => void };

export function CellDrawer({ data, link, opened, onClose }: DrawerProps): ReactNode {
  const ligne = opened && data.personnes.find(one => keyOf(one) === opened.personne);
  const day = ligne?.jours.find(({ jour }) => jour === opened?.jour);
  return (
    <Side opened={ligne !== undefined && day !== undefined} title="Les deux côtés" onClose={onClose}>
      {ligne && day && <Content key={keyOf(ligne) + day.jour} link={link} ligne={ligne} day={day} />}
    </Side>
  );
}
