import { Radio, TextInput } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import styles from '../planning.module.css';
import type { HoursDraft } from './hours.ts';

type HoursProps = {
  draft: HoursDraft;
  wrong: Record<string, string>;
  onChange: (draft: HoursDraft) => void;
};

const MODES: [HoursDraft['mode'], string][] = [
  ['journee', 'La journée, selon l’horaire de chacun'],
  ['duree', 'Une durée'],
  ['horaires', 'De telle heure à telle heure'],
];

export function HoursFields({ draft, wrong, onChange }: HoursProps): ReactNode {
  const name = useId();
  const put = (change: Partial<HoursDraft>) => onChange({ ...draft, ...change });
  return (
    <fieldset className={styles.fieldset}>
      <legend>Heures</legend>
      {MODES.map(([mode, label]) => (
        <Radio key={mode} name={name} label={label} checked={draft.mode === mode} onChange={() => put({ mode })} />
      ))}
      {draft.mode === 'duree' && (
        <TextInput
          label="Durée par jour"
          placeholder="7 h 30"
          value={draft.duree}
          error={wrong['duree']}
          onChange={event => put({ duree: event.currentTarget.value })}
        />
      )}
      {draft.mode === 'horaires' && (
        <div className={styles.pair}>
          <TextInput
            type="time"
            label="De"
            value={draft.debut}
            error={wrong['debut']}
            onChange={event => put({ debut: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label="À"
            value={draft.fin}
            error={wrong['fin']}
            onChange={event => put({ fin: event.currentTarget.value })}
          />
        </div>
      )}
    </fieldset>
  );
}
