// A colour for the planning: a short palette with names, so that a choice can be said and not only seen.
import type { ReactNode } from 'react';
import type { FieldProps } from '../../ui/schema-form.tsx';
import styles from './colour-field.module.css';

const PALETTE: [value: string, name: string][] = [
  ['#2E6FB7', 'Bleu'],
  ['#1E8C94', 'Turquoise'],
  ['#2F8F5B', 'Vert'],
  ['#8A8F1E', 'Olive'],
  ['#C9731A', 'Orange'],
  ['#B8433B', 'Rouge'],
  ['#A8487F', 'Framboise'],
  ['#7A55A8', 'Violet'],
  ['#80604A', 'Brun'],
  ['#66717F', 'Gris'],
];

export function ColourField({ id, path, field, value, onChange }: FieldProps): ReactNode {
  const chosen = typeof value === 'string' ? value.toUpperCase() : '';
  const known = PALETTE.some(([colour]) => colour === chosen);
  const choices: [string, string][] = [
    ...(field.required ? [] : [['', 'Automatique'] as [string, string]]),
    ...PALETTE,
    ...(chosen && !known ? [[chosen, 'Couleur actuelle'] as [string, string]] : []),
  ];
  return (
    <fieldset className={styles.colours} id={id} tabIndex={-1}>
      <legend>{field.title}</legend>
      {choices.map(([colour, name]) => (
        <label key={name} className={styles.colour}>
          <input type="radio" name={path} checked={chosen === colour} onChange={() => onChange(colour)} />
          {colour && <span className="hub-swatch" style={{ backgroundColor: colour }} aria-hidden />}
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
