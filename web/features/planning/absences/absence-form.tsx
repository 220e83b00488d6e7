// Noting or changing an absence: who, from when to when, half a day, and why when one knows and may say.
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type Absence, CreateAbsence } from '#contract/absence.ts';
import { MOMENTS_ABSENCE, MOTIFS_ABSENCE, type MomentAbsence, type MotifAbsence } from '#contract/values.ts';
import { Failure } from '../../../ui/failure.tsx';
import styles from '../planning.module.css';

export type AbsenceDraft = {
  personne_id: string | null;
  debut: string;
  fin: string;
  moment: MomentAbsence;
  motif: MotifAbsence | '';
  commentaire: string;
};
export const draftOfAbsence = (absence: Absence): AbsenceDraft => ({
  personne_id: absence.personne_id,
  debut: absence.debut,
  fin: absence.fin,
  moment: absence.moment,
  motif: absence.motif ?? '',
  commentaire: absence.commentaire ?? '',
});
export const emptyAbsence = (personne_id: string | null, jour: string): AbsenceDraft => ({
  personne_id,
  debut: jour,
  fin: jour,
  moment: 'journee',
  motif: '',
  commentaire: '',
});

const MOTIFS = [
  { value: '', label: 'À préciser plus tard' },
  ...Object.entries(MOTIFS_ABSENCE).map(([value, label]) => ({ value, label })),
];
const MOMENTS = Object.entries(MOMENTS_ABSENCE).map(([value, label]) => ({ value, label }));

/** The contract's own check, and the words of a person. */
export function readAbsence(draft: AbsenceDraft): { body: CreateAbsence } | { wrong: Record<string, string> } {
  const fin = draft.fin || draft.debut;
  const wrong = {
    ...(draft.personne_id ? {} : { personne_id: 'Choisissez une personne' }),
    ...(draft.debut ? {} : { debut: 'Choisissez le premier jour' }),
    ...(draft.debut && fin < draft.debut ? { fin: 'Avant le premier jour' } : {}),
  };
  const read = CreateAbsence.safeParse({
    personne_id: draft.personne_id,
    debut: draft.debut,
    fin,
    moment: draft.debut === fin ? draft.moment : 'journee',
    motif: draft.motif || null,
    commentaire: draft.commentaire.trim() || null,
  });
  if (Object.keys(wrong).length > 0 || !read.success)
    return { wrong: Object.keys(wrong).length > 0 ? wrong : { debut: 'Date attendue' } };
  return { body: read.data };
}

type FormProps = {
  initial: AbsenceDraft;
  submit: string;
  /** Choosing the person, where it is not known. */
  who?: (props: { wrong: string | undefined; onChange: (id: string) => void }) => ReactNode;
  onCancel: () => void;
  onSubmit: (body: CreateAbsence) => Promise<unknown>;
  extra?: ReactNode;
};

type FieldsProps = {
  draft: AbsenceDraft;
  wrong: Record<string, string>;
  put: (change: Partial<AbsenceDraft>) => void;
};

const Fields = ({ draft, wrong, put }: FieldsProps): ReactNode => (
  <>
    <div className={styles.pair}>
      <TextInput
        type="date"
        label="Du"
        required
        withAsterisk={false}
        value={draft.debut}
        error={wrong['debut']}
        onChange={event => put({ debut: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="Au"
        value={draft.fin}
        min={draft.debut}
        error={wrong['fin']}
        onChange={event => put({ fin: event.currentTarget.value })}
      />
    </div>
    {draft.debut === (draft.fin || draft.debut) && (
      <NativeSelect
        label="Moment"
        data={MOMENTS}
        value={draft.moment}
        onChange={event => put({ moment: event.currentTarget.value as MomentAbsence })}
      />
    )}
    <NativeSelect
      label="Motif"
      description="Lu par les administrateurs, la gestion de la paie et la personne ; les autres lisent « Absent »"
      data={MOTIFS}
      value={draft.motif}
      onChange={event => put({ motif: event.currentTarget.value as MotifAbsence | '' })}
    />
    <Textarea
      label="Commentaire (facultatif)"
      description="Lu par les mêmes"
      autosize
      minRows={1}
      maxRows={5}
      maxLength={500}
      value={draft.commentaire}
      onChange={event => put({ commentaire: event.currentTarget.value })}
    />
  </>
);

export function AbsenceForm({ initial, submit, who, onCancel, onSubmit, extra }: FormProps): ReactNode {
  const [draft, setDraft] = useState(initial);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const put = (change: Partial<AbsenceDraft>) => setDraft(old => ({ ...old, ...change }));
  const send = () => {
    const read = readAbsence(draft);
    setWrong('wrong' in read ? read.wrong : {});
    if ('wrong' in read) return;
    setBusy(true);
    setError(null);
    onSubmit(read.body)
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <form
      className="hub-stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      {who?.({ wrong: wrong['personne_id'], onChange: personne_id => put({ personne_id }) })}
      <Fields draft={draft} wrong={wrong} put={put} />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          Annuler
        </Button>
        {extra}
      </div>
    </form>
  );
}
