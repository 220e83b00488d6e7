// One affectation: who, where, when; its hours and its note; taken away or moved to another day.

import { Button, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Affectation } from '#contract/affectation.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { Side } from '../../../ui/dialogs.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Facts } from '../../../ui/page.tsx';
import { hoursWord } from '../desk/block.tsx';
import type { Actions } from '../use-actions.ts';
import { draftOfHours, readHours } from './hours.ts';
import { HoursFields } from './hours-fields.tsx';

type BlockProps = { bloc: Affectation; actions: Actions; plans: boolean; notes: boolean; onClose: () => void };

const Head = ({ bloc }: { bloc: Affectation }): ReactNode => (
  <Facts
    facts={[
      ['Personne', `${bloc.prenom} ${bloc.nom}`],
      [
        'Chantier',
        <Link key="c" to="/chantiers/$id" params={{ id: bloc.chantier_id }}>
          {bloc.chantier_nom}
        </Link>,
      ],
      ['Jour', formatWholeDay(bloc.jour)],
      ['Heures', hoursWord(bloc) || 'La journée'],
    ]}
  />
);

const NoteField = ({ value, onChange }: { value: string; onChange: (text: string) => void }): ReactNode => (
  <Textarea
    label="Note"
    description="Lue par ceux qui planifient et par la personne"
    autosize
    minRows={2}
    maxRows={6}
    maxLength={500}
    value={value}
    onChange={event => onChange(event.currentTarget.value)}
  />
);

/** Whoever leads the site may say what to bring, not who comes. */
function NoteForm({ bloc, actions, onClose }: BlockProps): ReactNode {
  const [note, setNote] = useState(bloc.note ?? '');
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      <NoteField value={note} onChange={setNote} />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button onClick={() => void actions.note(bloc, note.trim() || null).then(onClose, setError)}>
          Enregistrer la note
        </Button>
      </div>
    </>
  );
}

function PlanForm({ bloc, actions, onClose }: BlockProps): ReactNode {
  const [hours, setHours] = useState(draftOfHours(bloc));
  const [jour, setJour] = useState(bloc.jour);
  const [note, setNote] = useState(bloc.note ?? '');
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const save = () => {
    const read = readHours(hours);
    if ('wrong' in read) return setWrong(read.wrong);
    if (!jour) return setWrong({ jour: 'Choisissez un jour' });
    onClose();
    void actions.change(bloc, { ...read.hours, jour, note: note.trim() || null });
  };
  return (
    <>
      <TextInput
        type="date"
        label="Jour"
        value={jour}
        error={wrong['jour']}
        onChange={event => setJour(event.currentTarget.value)}
      />
      <HoursFields draft={hours} wrong={wrong} onChange={setHours} />
      <NoteField value={note} onChange={setNote} />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button onClick={save}>Enregistrer</Button>
        <Button
          variant="outline"
          color="rouge"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => {
            onClose();
            actions.remove(bloc);
          }}
        >
          Retirer
        </Button>
        {bloc.serie_id && (
          <Button variant="default" onClick={() => void actions.removeSeries(bloc).then(onClose, setError)}>
            Retirer aussi les suivantes
          </Button>
        )}
      </div>
    </>
  );
}

type DrawerProps = Omit<BlockProps, 'bloc'> & { bloc: Affectation | null };

export const BlockDrawer = ({ bloc, ...props }: DrawerProps): ReactNode => (
  <Side opened={bloc !== null} title="Affectation" onClose={props.onClose}>
    {bloc && (
      <div className="hub-stack" key={bloc.id}>
        <Head bloc={bloc} />
        {props.plans && <PlanForm {...props} bloc={bloc} />}
        {!props.plans && props.notes && <NoteForm {...props} bloc={bloc} />}
        {!props.plans && !props.notes && bloc.note && <p>{bloc.note}</p>}
      </div>
    )}
  </Side>
);
