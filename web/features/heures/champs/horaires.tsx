// From, to, and the break: what a person knows of his day.
import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { parseHours } from '../../../lib/format.ts';
import { type Horaires, horairesOf, type Ligne, withHoraires } from '../jour/day-rules.ts';
import styles from './horaires.module.css';

type FieldsProps = { jour: string; ligne: Ligne; onChange: (ligne: Ligne) => void };

export function HorairesFields({ jour, ligne, onChange }: FieldsProps): ReactNode {
  const [typed, setTyped] = useState<Horaires & { texte: string }>(() => {
    const known = horairesOf(ligne);
    return { ...known, texte: String(known.pause) };
  });
  const [wrong, setWrong] = useState(false);
  const put = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (!next.debut || !next.fin) return;
    const ligneThen = withHoraires(ligne, next, jour);
    setWrong(ligneThen === null);
    if (ligneThen) onChange(ligneThen);
  };
  const error = wrong ? 'La pause est plus longue que la journée' : undefined;
  return (
    <div className={styles.horaires}>
      <TextInput label="De" type="time" value={typed.debut} onChange={e => put({ debut: e.currentTarget.value })} />
      <TextInput label="À" type="time" value={typed.fin} onChange={e => put({ fin: e.currentTarget.value })} />
      <TextInput
        label="Pause (min)"
        inputMode="numeric"
        value={typed.texte}
        error={error}
        onChange={event => {
          const texte = event.currentTarget.value;
          const pause = /^\d{1,3}$/.test(texte) ? Number(texte) : parseHours(texte);
          put({ texte, ...(pause === null ? {} : { pause }) });
        }}
      />
    </div>
  );
}
