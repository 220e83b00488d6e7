// How often hours leave: frequency, day, hour, and what that means for the next time.
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { FREQUENCES_ENVOI, type FrequenceEnvoi } from '#contract/values.ts';
import styles from '../rhythm-form.module.css';
import { clockOf, nextTurn, type Schedule } from './next-turn.ts';
import { sayTurn, WEEKDAYS } from './words.ts';

const HELP: Record<FrequenceEnvoi, string> = {
  quotidien: 'Avant midi, la journée de la veille ; ensuite, celle du jour.',
  hebdomadaire: 'La dernière semaine finie : le vendredi à midi passé, c’est celle en cours.',
  mensuel: 'Le mois de paie, même en milieu de semaine : à partir du 25, celui en cours.',
};

const WEEK = WEEKDAYS.map((name, index) => ({ value: String(index + 1), label: name }));
const MONTH = Array.from({ length: 28 }, (_, index) => String(index + 1));

export const hourFits = (heure: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(heure);

type FieldsProps = { schedule: Schedule; onChange: (schedule: Schedule) => void; wrong?: string | undefined };

export function ScheduleFields({ schedule, onChange, wrong }: FieldsProps): ReactNode {
  const { frequence, jour, heure } = schedule;
  const choose = (next: FrequenceEnvoi) =>
    onChange({ ...schedule, frequence: next, jour: next === 'hebdomadaire' ? Math.min(jour, 7) : jour });
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>Départ des heures</legend>
        {(Object.keys(FREQUENCES_ENVOI) as FrequenceEnvoi[]).map(one => (
          <label key={one} className={styles.choice}>
            <input type="radio" name="frequence" checked={frequence === one} onChange={() => choose(one)} />
            <span>
              <span className={styles.name}>{FREQUENCES_ENVOI[one]}</span>
              <span className="hub-dim hub-small">{HELP[one]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div className={styles.pair}>
        {frequence !== 'quotidien' && (
          <NativeSelect
            label={frequence === 'hebdomadaire' ? 'Jour' : 'Jour du mois'}
            data={frequence === 'hebdomadaire' ? WEEK : MONTH}
            value={String(jour)}
            onChange={event => onChange({ ...schedule, jour: Number(event.currentTarget.value) })}
          />
        )}
        <TextInput
          id="envoi-heure"
          label="Heure de Paris"
          inputMode="numeric"
          placeholder="06:00"
          maxLength={5}
          value={heure}
          error={wrong}
          onChange={event => onChange({ ...schedule, heure: event.currentTarget.value })}
        />
      </div>
      {hourFits(heure) && (
        <p className="hub-small">Prochain envoi : {sayTurn(schedule, nextTurn(schedule, clockOf(Date.now())))}.</p>
      )}
    </>
  );
}
