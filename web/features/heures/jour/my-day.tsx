// One day of one's own: what is proposed, or what is entered and where it stands.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ajouterJours, jourDeSemaine, semaineDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import { MOMENTS_ABSENCE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Notice } from '../../../ui/failure.tsx';
import { feuilleQuery } from '../api.ts';
import { useEntrees } from '../attente/outbox.ts';
import { StatutHeures } from '../statut-mark.tsx';
import { longDay, plageWords } from '../words.ts';
import { DayEditor } from './day-editor.tsx';
import { type Ligne, ligneOf, type Proposition, proposalFor, totalOf } from './day-rules.ts';
import styles from './jour.module.css';
import { useSaveDay } from './use-save-day.ts';

type Seen = Pick<Ligne, 'chantier_id' | 'chantier_nom' | 'couleur' | 'minutes' | 'plages'>;

const Lines = ({ lignes, mark }: { lignes: (Seen & { de?: Pointage | null })[]; mark?: boolean }): ReactNode => (
  <ul className={styles.lines}>
    {lignes.map(ligne => (
      <li key={ligne.chantier_id}>
        <span className="hub-swatch" style={{ backgroundColor: ligne.couleur }} aria-hidden />
        <span className={styles.what}>
          <strong>{ligne.chantier_nom}</strong>
          {ligne.plages.length > 0 && <span className="hub-dim">{plageWords(ligne.plages)}</span>}
        </span>
        <span className={styles.much}>
          <strong>{formatMinutes(ligne.minutes)}</strong>
          {mark && ligne.de && <StatutHeures statut={ligne.de.statut} />}
        </span>
      </li>
    ))}
  </ul>
);

type ProposalProps = { proposal: Proposition; onTake: () => Promise<unknown>; onOther: () => void };

function Proposal({ proposal, onTake, onOther }: ProposalProps): ReactNode {
  const [busy, setBusy] = useState(false);
  const planned = proposal.source === 'planning';
  const take = () => {
    setBusy(true);
    void onTake().finally(() => setBusy(false));
  };
  return (
    <div className={styles.card}>
      <p className="hub-dim">{planned ? 'D’après le planning' : `Comme ${longDay(proposal.jour)}`}</p>
      <Lines lignes={proposal.lignes} />
      <Button size="xl" fullWidth loading={busy} onClick={take}>
        {`${planned ? 'Comme prévu' : 'Comme le dernier jour'} · ${formatMinutes(totalOf(proposal.lignes))}`}
      </Button>
      <Button variant="default" size="md" fullWidth onClick={onOther}>
        Autre chose
      </Button>
    </div>
  );
}

function Entered({ before, mayEdit, onEdit }: { before: Pointage[]; mayEdit: boolean; onEdit: () => void }): ReactNode {
  const rejected = before.find(({ motif_rejet }) => motif_rejet);
  return (
    <div className={styles.card}>
      {rejected && (
        <Notice state="rouge" title="Heures rejetées">
          <p>{rejected.motif_rejet}</p>
        </Notice>
      )}
      <Lines lignes={before.map(ligneOf)} mark />
      {mayEdit && (
        <Button variant={rejected ? 'filled' : 'default'} size="md" fullWidth onClick={onEdit}>
          {rejected ? 'Corriger' : 'Modifier'}
        </Button>
      )}
    </div>
  );
}

/** The week before is asked for only when this one proposes nothing. */
function useProposal(jour: string, feuille: FeuilleHeures, wanted: boolean): Proposition | null {
  const here = proposalFor(jour, feuille, feuille.pointages);
  const earlier = useQuery({
    ...feuilleQuery(feuille.personne_id, semaineDe(ajouterJours(feuille.debut, -7))),
    enabled: wanted && here === null,
  });
  return here ?? proposalFor(jour, feuille, earlier.data?.pointages ?? []);
}

export function MyDay({ jour, feuille }: { jour: string; feuille: FeuilleHeures }): ReactNode {
  const [editing, setEditing] = useState(false);
  const save = useSaveDay();
  const waiting = useEntrees(feuille.personne_id).some(
    ({ jour: of, lot }) => of === jour && lot.items.some(item => item.personne_id === feuille.personne_id),
  );
  const before = feuille.pointages.filter(pointage => pointage.jour === jour);
  const absence = feuille.absences.find(one => one.jour === jour);
  const proposal = useProposal(jour, feuille, before.length === 0);
  const { saisir } = feuille.peut;
  if (waiting) return <p className="hub-dim">Votre saisie de ce jour attend son envoi, plus haut.</p>;
  const absent = absence && (
    <Notice
      state="gris"
      title={absence.moment === 'journee' ? 'Absent' : `Absent : ${MOMENTS_ABSENCE[absence.moment].toLowerCase()}`}
    />
  );
  if (before.length > 0 && !editing)
    return (
      <>
        {absent}
        <Entered before={before} mayEdit={saisir} onEdit={() => setEditing(true)} />
      </>
    );
  if (!saisir) return absent ?? <p className="hub-dim">Rien n’est saisi ce jour.</p>;
  if (proposal && !editing && absence?.moment !== 'journee')
    return (
      <>
        {absent}
        <Proposal
          proposal={proposal}
          onTake={() => save({ jour, before, lignes: proposal.lignes })}
          onOther={() => setEditing(true)}
        />
      </>
    );
  if (absence?.moment === 'journee' && !editing)
    return (
      <div className={styles.card}>
        {absent}
        <Button variant="default" size="md" fullWidth onClick={() => setEditing(true)}>
          Saisir des heures quand même
        </Button>
      </div>
    );
  return (
    <DayEditor
      jour={jour}
      before={before}
      start={before.length > 0 ? before.map(ligneOf) : (proposal?.lignes ?? [])}
      horaire={feuille.horaire[jourDeSemaine(jour) - 1] ?? 0}
      recent={feuille.pointages.map(({ chantier_id }) => chantier_id)}
      onCancel={editing ? () => setEditing(false) : undefined}
      onSend={async saisie => {
        await save({ jour, before, ...saisie });
        setEditing(false);
      }}
    />
  );
}
