import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { ZONES, Zone } from '#contract/values.ts';

const CHOICES = [{ value: '', label: 'Selon la distance' }, ...ZONES.map(value => ({ value, label: `Zone ${value}` }))];

type ZoneProps = { value: Zone | null; onChange: (zone: Zone | null) => void };

export const ZoneSelect = ({ value, onChange }: ZoneProps): ReactNode => (
  <NativeSelect
    label="Zone"
    data={CHOICES}
    value={value ?? ''}
    onChange={event => onChange(Zone.safeParse(event.currentTarget.value).data ?? null)}
  />
);
