// The list of absences of one person, found by a few letters of the name.
import { CloseButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Lookup } from '../../../ui/lookup.tsx';
import { personneQuery } from '../api.ts';
import { usePeople } from './use-people.ts';

type FilterProps = { personne: string | undefined; onChange: (personne: string | undefined) => void };

export function PersonneFilter({ personne, onChange }: FilterProps): ReactNode {
  const [typed, setTyped] = useState('');
  const known = useQuery({ ...personneQuery(personne ?? ''), enabled: personne !== undefined });
  const { choices, nothing } = usePeople(personne ? '' : typed);
  const chosen = known.data ? `${known.data.prenom} ${known.data.nom}` : '…';
  const clear = () => {
    setTyped('');
    onChange(undefined);
  };
  return (
    <Lookup
      label="Personne"
      placeholder="Toutes"
      text={personne ? chosen : typed}
      onText={text => {
        setTyped(text);
        if (personne) onChange(undefined);
      }}
      choices={choices}
      nothing={nothing}
      rightSection={personne ? <CloseButton size="sm" aria-label="Toutes les personnes" onClick={clear} /> : null}
      onChoose={({ key }) => onChange(key)}
    />
  );
}
