// Seven small fields with their total; or the horaire collectif, which is no horaire of his own.
import { Button, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatMinutes } from '../../../lib/format.ts';
import type { FieldProps } from '../../../ui/schema-form.tsx';
import { HORAIRES, JOURS, totalOf, typedOf } from './horaire.ts';
import styles from './travail.module.css';

const messageOf = ({ errors, path }: FieldProps): string | undefined =>
  Object.entries(errors).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];

export function HoraireField(props: FieldProps): ReactNode {
  const { id, value, onChange } = props;
  const typed = value as string[] | null;
  const total = typed ? totalOf(typed) : null;
  const error = messageOf(props);
  return (
    <fieldset className={styles.horaire} id={id} tabIndex={-1} aria-describedby={`${id}-total`}>
      <legend>Horaire de la semaine</legend>
      <div className="hub-row">
        {Object.entries(HORAIRES).map(([name, horaire]) => (
          <Button key={name} variant="default" size="xs" onClick={() => onChange(typedOf(horaire))}>
            {name}
          </Button>
        ))}
        <Button variant="default" size="xs" onClick={() => onChange(null)}>
          Horaire collectif
        </Button>
      </div>
      {typed && (
        <div className={styles.jours}>
          {JOURS.map((jour, n) => (
            <TextInput
              key={jour}
              id={`${id}.${n}`}
              label={jour}
              placeholder="0 h"
              inputMode="text"
              autoComplete="off"
              value={typed[n] ?? ''}
              onChange={event => onChange(typed.map((text, day) => (day === n ? event.currentTarget.value : text)))}
            />
          ))}
        </div>
      )}
      <p id={`${id}-total`} className="hub-small" role="status">
        {typed === null && 'Horaire collectif de l’entreprise'}
        {typed !== null &&
          (total === null ? 'Écrivez des durées comme 7 h 30' : `Total : ${formatMinutes(total)} par semaine`)}
      </p>
      {error && <p className={styles.error}>{error}</p>}
    </fieldset>
  );
}
