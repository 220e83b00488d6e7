// The conflicts of one chantier, found by its code or its name.
import { CloseButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Lookup } from '../../../ui/lookup.tsx';
import { chantierNameQuery, chantiersFoundQuery } from '../api.ts';

const TYPING_MS = 250;
type FilterProps = { chantier: string | undefined; onChange: (chantier: string | undefined) => void };

export function ChantierFilter({ chantier, onChange }: FilterProps): ReactNode {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const known = useQuery({ ...chantierNameQuery(chantier ?? ''), enabled: chantier !== undefined });
  const asked = !chantier && typed !== '';
  const { data, isFetching } = useQuery({ ...chantiersFoundQuery(typed), enabled: asked });
  const clear = () => {
    setText('');
    onChange(undefined);
  };
  return (
    <Lookup
      label="Chantier"
      placeholder="Tous"
      text={chantier ? (known.data?.nom ?? '…') : text}
      onText={next => {
        setText(next);
        if (chantier) onChange(undefined);
      }}
      choices={asked ? (data?.items ?? []).map(({ id, nom, code }) => ({ key: id, label: nom, hint: code })) : []}
      nothing={!asked ? '' : isFetching ? 'Recherche…' : 'Aucun chantier de ce nom.'}
      rightSection={chantier ? <CloseButton size="sm" aria-label="Tous les chantiers" onClick={clear} /> : null}
      onChoose={({ key }) => onChange(key)}
    />
  );
}
