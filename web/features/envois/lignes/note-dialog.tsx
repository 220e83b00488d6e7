// A step that leaves a note for colleagues.
import { Button, Modal, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Failure } from '../../../ui/failure.tsx';

const LEAST = 3;
const MOST = 500;

type NoteProps = {
  opened: boolean;
  title: string;
  consequence: ReactNode;
  label: string;
  placeholder: string;
  action: string;
  onClose: () => void;
  onConfirm: (note: string) => Promise<unknown>;
};

function NoteForm({ consequence, label, placeholder, action, onClose, onConfirm }: NoteProps): ReactNode {
  const [note, setNote] = useState('');
  const [wrong, setWrong] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = () => {
    if (note.trim().length < LEAST) {
      setWrong('Écrivez quelques mots : un collègue les lira.');
      return document.getElementById('note')?.focus();
    }
    setBusy(true);
    setError(null);
    onConfirm(note.trim())
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <form
      className="hub-stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        submit();
      }}
    >
      <p>{consequence}</p>
      <Textarea
        id="note"
        label={label}
        placeholder={placeholder}
        autosize
        minRows={3}
        maxLength={MOST}
        value={note}
        error={wrong}
        onChange={event => {
          setNote(event.currentTarget.value);
          setWrong('');
        }}
        data-autofocus
      />
      {error !== null && <Failure error={error} />}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        <Button type="submit" loading={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}

export const NoteDialog = (props: NoteProps): ReactNode => (
  <Modal
    opened={props.opened}
    onClose={props.onClose}
    title={props.title}
    centered
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    transitionProps={{ duration: 120 }}
  >
    <NoteForm {...props} />
  </Modal>
);
