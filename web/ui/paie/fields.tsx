// The controls that a line of pay needs beyond those of its schema.
import { NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Rubrique } from '#contract/paie.ts';
import { GROUPES_RUBRIQUE, type UniteRubrique } from '#contract/values.ts';
import { Failure } from '../failure.tsx';
import { Lookup } from '../lookup.tsx';
import type { FieldProps } from '../schema-form.tsx';
import { chantiersQuery } from './api.ts';
import { parseQuantite, quantiteTyped } from './words.ts';

const TYPING_MS = 180;

type RubriqueProps = { rubriques: Rubrique[]; value: string; onChange: (code: string) => void };

export const RubriqueField = ({ rubriques, value, onChange }: RubriqueProps): ReactNode => {
  const groups = Map.groupBy(
    rubriques.filter(({ active }) => active),
    ({ groupe }) => groupe,
  );
  return (
    <NativeSelect
      label="Rubrique"
      data-autofocus
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      data={[
        { value: '', label: 'Choisissez' },
        ...[...groups].map(([groupe, own]) => ({
          group: GROUPES_RUBRIQUE[groupe],
          items: own.map(({ code, libelle }) => ({ value: code, label: libelle })),
        })),
      ]}
    />
  );
};

const UNITS: Record<UniteRubrique, { unit: string; help: string }> = {
  minutes: { unit: 'h', help: 'Par exemple 7 h 20' },
  jours: { unit: 'j', help: 'Par exemple 0,5' },
  centimes: { unit: '€', help: 'Par exemple 45,50' },
  nombre: { unit: '', help: '0 veut dire : il n’y en a pas' },
};

/** What is typed is of the unit; what the form holds is the whole number of the contract. */
export function QuantiteField({ unite, ...field }: FieldProps & { unite: UniteRubrique }): ReactNode {
  const known = field.value === '' ? '' : quantiteTyped(Number(field.value), unite);
  const [typed, setTyped] = useState(known);
  const { unit, help } = UNITS[unite];
  const wrong =
    typed.trim() === ''
      ? 'À remplir.'
      : unite === 'nombre'
        ? 'Écrivez un nombre entier.'
        : `Écrivez une quantité. ${help}.`;
  return (
    <TextInput
      id={field.id}
      name={field.path}
      label={field.field.title}
      description={help}
      error={field.errors[field.path] && (parseQuantite(typed, unite) === null ? wrong : field.errors[field.path])}
      required
      withAsterisk={false}
      autoComplete="off"
      inputMode={unite === 'minutes' ? 'text' : 'decimal'}
      rightSection={unit || undefined}
      rightSectionPointerEvents="none"
      value={typed}
      onChange={event => {
        const text = event.currentTarget.value;
        setTyped(text);
        field.onChange(String(parseQuantite(text, unite) ?? 'illisible'));
      }}
    />
  );
}

export function ChantierField({ id, path, errors, value, onChange }: FieldProps): ReactNode {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const { data, isFetching, error } = useQuery({ ...chantiersQuery(typed), enabled: value === '' && typed !== '' });
  const found = typed === '' || value !== '' ? [] : (data?.items ?? []);
  return (
    <>
      <Lookup
        id={id}
        name={path}
        label="Chantier"
        placeholder="Code ou nom"
        error={errors[path] && (value === '' ? 'Cette rubrique se dit pour un chantier.' : errors[path])}
        text={text}
        onText={next => {
          setText(next);
          onChange('');
        }}
        choices={found.map(chantier => ({ key: chantier.id, label: chantier.nom, hint: chantier.code }))}
        nothing={typed === '' || value !== '' ? '' : isFetching ? 'Recherche…' : 'Aucun chantier de ce nom.'}
        onChoose={({ key, label }) => {
          setText(label);
          onChange(key);
        }}
      />
      {error && <Failure error={error} />}
    </>
  );
}
