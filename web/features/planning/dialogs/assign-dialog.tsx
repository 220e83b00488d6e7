// Several people, one chantier, the days of the week, until when: one action.

import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CreateAffectations, Planning } from '#contract/affectation.ts';
import { formatDayMonth, formatShortWeekday, formatWholeDay } from '#contract/dates.ts';
import { formatCount } from '../../../lib/format.ts';
import { Failure } from '../../../ui/failure.tsx';
import styles from '../planning.module.css';
import { type AssignDraft, daysOf, readAssign } from './assign.ts';
import { ChantierField } from './chantier-field.tsx';
import { WHOLE_DAY } from './hours.ts';
import { HoursFields } from './hours-fields.tsx';

export type Asked = { personnes: string[]; jours: string[]; chantier_id: string | null };

const People = ({ planning, ids }: { planning: Planning; ids: string[] }): ReactNode => (
  <div>
    <p className="hub-small hub-dim">{formatCount(ids.length, 'personne', 'personnes')}</p>
    <ul className={styles.chips} aria-label="Personnes à affecter">
      {planning.personnes
        .filter(({ id }) => ids.includes(id))
        .map(({ id, prenom, nom }) => (
          <li key={id} className={styles.chip}>
            {prenom} {nom}
          </li>
        ))}
    </ul>
  </div>
);

type DaysProps = { planning: Planning; draft: AssignDraft; wrong: string | undefined; onChange: (d: string[]) => void };

const Days = ({ planning, draft, wrong, onChange }: DaysProps): ReactNode => (
  <fieldset className={styles.fieldset}>
    <legend>Jours</legend>
    <div className={styles.jours}>
      {daysOf(planning).map(({ jour, ferie }) => (
        <Checkbox
          key={jour}
          label={`${formatShortWeekday(jour)} ${formatDayMonth(jour)}${ferie ? ` (${ferie})` : ''}`}
          checked={draft.jours.includes(jour)}
          onChange={event =>
            onChange(event.currentTarget.checked ? [...draft.jours, jour] : draft.jours.filter(other => other !== jour))
          }
        />
      ))}
    </div>
    {wrong && (
      <p className="hub-small" style={{ color: 'var(--mantine-color-error)' }}>
        {wrong}
      </p>
    )}
  </fieldset>
);

type FormProps = {
  planning: Planning;
  asked: Asked;
  onClose: () => void;
  onAbsence: (() => void) | undefined;
  onSubmit: (body: CreateAffectations) => Promise<void>;
};

function AssignForm({ planning, asked, onClose, onAbsence, onSubmit }: FormProps): ReactNode {
  const [draft, setDraft] = useState<AssignDraft>({
    chantier_id: asked.chantier_id,
    jours: asked.jours,
    hours: WHOLE_DAY,
    jusquau: '',
    note: '',
  });
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const put = (change: Partial<AssignDraft>) => setDraft(old => ({ ...old, ...change }));
  const submit = async () => {
    const read = readAssign(draft, asked.personnes);
    if ('wrong' in read) return setWrong(read.wrong);
    setWrong({});
    setBusy(true);
    await onSubmit(read.body)
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <form
      className="hub-stack"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <People planning={planning} ids={asked.personnes} />
      <ChantierField
        chantiers={planning.chantiers}
        recent={new Set(planning.affectations.map(({ chantier_id }) => chantier_id))}
        value={draft.chantier_id}
        wrong={wrong['chantier_id']}
        onChange={chantier_id => put({ chantier_id })}
      />
      <Days planning={planning} draft={draft} wrong={wrong['jours']} onChange={jours => put({ jours })} />
      <HoursFields draft={draft.hours} wrong={wrong} onChange={hours => put({ hours })} />
      <TextInput
        type="date"
        label="Répéter chaque semaine jusqu’au (facultatif)"
        value={draft.jusquau}
        error={wrong['jusquau']}
        onChange={event => put({ jusquau: event.currentTarget.value })}
      />
      <Textarea
        label="Note (facultative)"
        autosize
        minRows={1}
        maxRows={4}
        maxLength={500}
        value={draft.note}
        onChange={event => put({ note: event.currentTarget.value })}
      />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button type="submit" loading={busy}>
          Affecter
        </Button>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        {onAbsence && (
          <Button variant="subtle" onClick={onAbsence}>
            Plutôt noter une absence
          </Button>
        )}
      </div>
    </form>
  );
}

type DialogProps = Omit<FormProps, 'asked' | 'onAbsence'> & {
  asked: Asked | null;
  onAbsence: (personne_id: string, jour: string) => void;
};

export function AssignDialog({ asked, onAbsence, ...props }: DialogProps): ReactNode {
  const [alone] = asked?.personnes ?? [];
  const [jour] = asked?.jours ?? [];
  const single = asked?.personnes.length === 1 && asked.jours.length === 1;
  const who = props.planning.personnes.find(({ id }) => id === alone);
  const title = single && who && jour ? `${who.prenom} ${who.nom}, ${formatWholeDay(jour)}` : 'Affecter à un chantier';
  return (
    <Modal
      opened={asked !== null}
      onClose={props.onClose}
      title={title}
      size="34rem"
      closeButtonProps={{ 'aria-label': 'Fermer' }}
      transitionProps={{ duration: 120 }}
    >
      {asked && (
        <AssignForm
          {...props}
          asked={asked}
          onAbsence={single && alone && jour ? () => onAbsence(alone, jour) : undefined}
        />
      )}
    </Modal>
  );
}
