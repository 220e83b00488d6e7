// One of a few, all of them in sight: radios drawn as one bar.
import { type ReactNode, useId } from 'react';
import styles from './choice.module.css';

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  choices: readonly (readonly [value: T, label: string])[];
  onChange: (value: T) => void;
};

export function Choice<T extends string>({ label, value, choices, onChange }: ChoiceProps<T>): ReactNode {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      <div className={styles.bar}>
        {choices.map(([key, words]) => (
          <label key={key}>
            <input type="radio" name={name} checked={key === value} onChange={() => onChange(key)} />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

const PANIER = [
  ['regle', 'Selon la règle'],
  ['oui', 'Oui'],
  ['non', 'Non'],
] as const;

type PanierProps = { value: boolean | null; onChange: (value: boolean | null) => void };

export const PanierChoice = ({ value, onChange }: PanierProps): ReactNode => (
  <Choice
    label="Panier"
    value={value === null ? 'regle' : value ? 'oui' : 'non'}
    choices={PANIER}
    onChange={next => onChange(next === 'regle' ? null : next === 'oui')}
  />
);
