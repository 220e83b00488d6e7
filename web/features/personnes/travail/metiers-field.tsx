// Métiers, a comma between them; the usual ones are one tap away.
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { METIERS_COURANTS } from '#contract/personne.ts';
import { fold } from '../../../lib/format.ts';
import type { FieldProps } from '../../../ui/schema-form.tsx';

const PROPOSED = 8;
const read = (text: string): string[] =>
  text
    .split(',')
    .map(metier => metier.trim())
    .filter(metier => metier !== '');

export function MetiersField({ id, path, field, value, errors, onChange }: FieldProps): ReactNode {
  const metiers = value as string[];
  const [typed, setTyped] = useState(metiers.join(', '));
  const put = (text: string) => {
    setTyped(text);
    onChange(read(text));
  };
  const known = metiers.map(fold);
  const proposed = METIERS_COURANTS.filter(metier => !known.includes(fold(metier))).slice(0, PROPOSED);
  const error = Object.entries(errors).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];
  return (
    <div className="hub-stack">
      <TextInput
        id={id}
        label={field.title}
        description="Séparés par des virgules"
        autoComplete="off"
        error={error}
        value={typed}
        onChange={event => put(event.currentTarget.value)}
      />
      <div className="hub-row">
        {proposed.map(metier => (
          <Button
            key={metier}
            variant="default"
            size="xs"
            aria-label={`Ajouter le métier ${metier}`}
            onClick={() => put([...metiers, metier].join(', '))}
          >
            {metier}
          </Button>
        ))}
      </div>
    </div>
  );
}
