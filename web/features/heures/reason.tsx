import { Textarea } from '@mantine/core';
import type { ReactNode } from 'react';

type ReasonProps = { value: string; onChange: (motif: string) => void };

/** Why hours that had left already change: their person reads it. */
export const Reason = ({ value, onChange }: ReasonProps): ReactNode => (
  <Textarea
    label="Motif"
    description="Ces heures étaient déjà envoyées ou validées : qui elles concernent verra pourquoi elles changent."
    required
    autosize
    minRows={2}
    maxLength={500}
    value={value}
    onChange={event => onChange(event.currentTarget.value.replaceAll('\n', ' '))}
  />
);
