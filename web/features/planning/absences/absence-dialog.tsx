// Noting an absence from the planning or from the list; a change that came too late shows both versions.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Absence, CreateAbsence } from '#contract/absence.ts';
import { isProblem } from '../../../lib/api.ts';
import { Ask, Side } from '../../../ui/dialogs.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Lookup } from '../../../ui/lookup.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { absenceQuery, createAbsence, deleteAbsence, updateAbsence } from '../api.ts';
import { BothVersions, type VersionRow } from '../dialogs/versions.tsx';
import { AbsenceForm, draftOfAbsence, emptyAbsence } from './absence-form.tsx';
import { motifWord, spanWord } from './absence-words.ts';
import { usePeople } from './use-people.ts';

function refresh(client: QueryClient): void {
  for (const key of ['absences', 'planning', 'tableau-de-bord']) void client.invalidateQueries({ queryKey: [key] });
}

type WhoProps = { wrong: string | undefined; onChange: (id: string) => void };

function WhoField({ wrong, onChange }: WhoProps): ReactNode {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(false);
  const { choices, nothing } = usePeople(chosen ? '' : text);
  return (
    <Lookup
      label="Personne"
      placeholder="Nom ou prénom"
      data-autofocus
      error={wrong}
      text={text}
      onText={next => {
        setChosen(false);
        setText(next);
      }}
      choices={choices}
      nothing={nothing}
      onChoose={({ key, label }) => {
        setChosen(true);
        setText(label);
        onChange(key);
      }}
    />
  );
}

/** `personne` null: chosen in the form. */
export type NewAbsence = { personne: { id: string; name: string } | null; jour: string };
type NewProps = { asked: NewAbsence | null; onClose: () => void };

export function NewAbsenceDrawer({ asked, onClose }: NewProps): ReactNode {
  const client = useQueryClient();
  const send = async (body: CreateAbsence) => {
    await createAbsence(body);
    refresh(client);
    notifications.show({ message: 'Absence notée.' });
    onClose();
  };
  const personne = asked?.personne;
  return (
    <Side
      opened={asked !== null}
      title={personne ? `Absence de ${personne.name}` : 'Noter une absence'}
      onClose={onClose}
    >
      {asked && (
        <AbsenceForm
          initial={emptyAbsence(personne?.id ?? null, asked.jour)}
          submit="Noter l’absence"
          {...(personne ? {} : { who: WhoField })}
          onCancel={onClose}
          onSubmit={send}
        />
      )}
    </Side>
  );
}

const versionRows = (mine: CreateAbsence, theirs: Absence): VersionRow[] => [
  ['Jours', spanWord(mine), spanWord(theirs)],
  ['Motif', mine.motif ? motifWord(mine) : 'À préciser', theirs.motif ? motifWord(theirs) : 'À préciser'],
];

function EditAbsence({ absence, onClose }: { absence: Absence; onClose: () => void }): ReactNode {
  const client = useQueryClient();
  // The version one started from: a refresh must not swallow somebody else's change.
  const [base] = useState(absence);
  const [clash, setClash] = useState<{ mine: CreateAbsence; theirs: Absence } | null>(null);
  const [asking, setAsking] = useState(false);
  const done = (message: string) => {
    refresh(client);
    notifications.show({ message });
    onClose();
  };
  const send = async (from: Absence, mine: CreateAbsence) => {
    const { personne_id: _, ...body } = mine;
    try {
      await updateAbsence(from, body);
      done('Absence enregistrée.');
    } catch (error) {
      if (!isProblem(error, 'precondition.failed')) throw error;
      setClash({ mine, theirs: await client.fetchQuery({ ...absenceQuery(absence.id), staleTime: 0 }) });
    }
  };
  if (clash)
    return (
      <div className="hub-stack">
        <Notice state="ambre" title="Quelqu’un a modifié cette absence pendant votre saisie" alert>
          <p>Rien n’a été écrasé. Choisissez la version à garder.</p>
        </Notice>
        <BothVersions rows={versionRows(clash.mine, clash.theirs)} />
        <div className="hub-row">
          <Button onClick={() => void send(clash.theirs, clash.mine)}>Enregistrer la mienne</Button>
          <Button variant="default" onClick={onClose}>
            Garder la version enregistrée
          </Button>
        </div>
      </div>
    );
  return (
    <>
      <AbsenceForm
        initial={draftOfAbsence(base)}
        submit="Enregistrer"
        onCancel={onClose}
        onSubmit={mine => send(base, mine)}
        extra={
          <Button variant="outline" color="rouge" onClick={() => setAsking(true)}>
            Supprimer
          </Button>
        }
      />
      <Ask
        opened={asking}
        title="Supprimer cette absence ?"
        consequence={`${absence.prenom} ${absence.nom} sera de nouveau disponible ces jours-là.`}
        action="Supprimer"
        onClose={() => setAsking(false)}
        onConfirm={() => deleteAbsence(base).then(() => done('Absence supprimée.'))}
      />
    </>
  );
}

/** Who may not change it reads it, and whom to ask. */
const ReadAbsence = ({ absence }: { absence: Absence }): ReactNode => (
  <div className="hub-stack">
    <p>
      <strong>{spanWord(absence)}</strong> : {motifWord(absence).toLowerCase()}
      {absence.a_preciser && ', motif à préciser'}.
    </p>
    {absence.commentaire && <p className="hub-clip">« {absence.commentaire} »</p>}
    <p className="hub-dim">
      Pour la changer, adressez-vous à la gestion de la paie ou à un administrateur. Tant que le motif n’est pas dit,
      qui l’a notée le peut aussi.
    </p>
  </div>
);

type AbsenceDrawerProps = { id: string | undefined; onClose: () => void };

export function AbsenceDrawer({ id, onClose }: AbsenceDrawerProps): ReactNode {
  const { data, error, refetch } = useQuery({ ...absenceQuery(id ?? ''), enabled: id !== undefined });
  return (
    <Side
      opened={id !== undefined}
      title={data ? `Absence de ${data.prenom} ${data.nom}` : 'Absence'}
      onClose={onClose}
    >
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingFacts facts={4} />}
      {data?.modifiable && id && <EditAbsence key={data.id} absence={data} onClose={onClose} />}
      {data && id && !data.modifiable && <ReadAbsence absence={data} />}
    </Side>
  );
}
