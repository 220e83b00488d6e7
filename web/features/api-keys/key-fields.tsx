// The controls of a key's form that no schema can draw.
import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { DEFAULT_EXPIRY_DAYS } from '#contract/api-key.ts';
import { parisDay } from '../../lib/format.ts';
import { Failure } from '../../ui/failure.tsx';
import { Lookup } from '../../ui/lookup.tsx';
import type { FieldProps } from '../../ui/schema-form.tsx';
import { boundChantierQuery, foundChantiersQuery } from './api.ts';
import styles from './api-keys.module.css';
import { lastDay, presetsWithin, readNetworks } from './key-form.ts';
import { SCOPE_GROUPS } from './scope-words.ts';

const TYPING_MS = 180;

export function ScopesField({ id, path, field, value, errors, onChange }: FieldProps): ReactNode {
  const chosen = value as string[];
  const wrong = errors[path];
  const toggle = (scope: string, on: boolean) =>
    onChange(on ? [...chosen, scope] : chosen.filter(other => other !== scope));
  return (
    <fieldset className={styles.scopes} id={id} tabIndex={-1} aria-describedby={wrong ? `${id}-error` : undefined}>
      <legend>{field.title}</legend>
      {wrong && (
        <p id={`${id}-error`} className={styles.wrong}>
          {wrong}
        </p>
      )}
      {SCOPE_GROUPS.map(group => (
        <div key={group.title} className={styles.group}>
          <h3>{group.title}</h3>
          {group.scopes.map(({ scope, title, help }) => (
            <Checkbox
              key={scope}
              label={title}
              description={help}
              checked={chosen.includes(scope)}
              onChange={event => toggle(scope, event.currentTarget.checked)}
            />
          ))}
        </div>
      ))}
    </fieldset>
  );
}

export function ExpiryField({ id, path, value, errors, onChange, max_jours }: FieldProps & { max_jours: number }) {
  const [dated, setDated] = useState(false);
  const today = parisDay(Date.now());
  const choose = (days: string) => {
    setDated(days === '');
    onChange(days || lastDay(today, Math.min(DEFAULT_EXPIRY_DAYS, max_jours)));
  };
  return (
    <div className="hub-stack">
      <NativeSelect
        id={dated ? undefined : id}
        label="Expiration"
        description="Une clé courte se perd sans dommage ; vous la remplacerez sans coupure."
        value={dated ? '' : (value as string)}
        onChange={event => choose(event.currentTarget.value)}
        data={[
          ...presetsWithin(max_jours).map(days => ({ value: String(days), label: `${days} jours` })),
          { value: '', label: 'Jusqu’à une date' },
        ]}
      />
      {dated && (
        <TextInput
          id={id}
          type="date"
          label="Dernier jour"
          description={`${max_jours} jours au plus, heure de Paris`}
          min={today}
          max={lastDay(today, max_jours)}
          error={errors[path]}
          value={value as string}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

export function NetworksField({ id, path, field, value, errors, onChange }: FieldProps): ReactNode {
  const [text, setText] = useState(() => (value as string[]).join('\n'));
  return (
    <Textarea
      id={id}
      label={field.title}
      description="Facultatif : une adresse ou une plage par ligne, 203.0.113.0/24. Vide : de partout."
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      error={errors[path]}
      value={text}
      onChange={event => {
        setText(event.currentTarget.value);
        onChange(readNetworks(event.currentTarget.value));
      }}
    />
  );
}

/** Names of chantiers by id; one that is gone, or out of sight, keeps its id. */
export function useChantierNames(ids: string[]): Map<string, string> {
  const read = useQueries({ queries: ids.map(id => ({ ...boundChantierQuery(id), retry: false })) });
  return new Map(ids.map((id, index) => [id, read[index]?.data?.nom ?? (read[index]?.isError ? id : '…')]));
}

export function ChantiersField({ id, path, value, errors, onChange }: FieldProps): ReactNode {
  const chosen = value as string[];
  const names = useChantierNames(chosen);
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const asked = typed.length > 0 && text.trim().length > 0;
  const { data, isFetching, error } = useQuery({ ...foundChantiersQuery(typed), enabled: asked });
  const found = asked ? (data?.items ?? []).filter(chantier => !chosen.includes(chantier.id)) : [];
  return (
    <div className="hub-stack">
      <Lookup
        id={id}
        label="Limiter à des chantiers"
        description="Facultatif : la clé n’accède alors à rien d’autre. Aucun choisi : tous ceux que vous voyez."
        placeholder="Nom ou code du chantier"
        error={errors[path]}
        text={text}
        onText={setText}
        choices={found.map(chantier => ({ key: chantier.id, label: chantier.nom, hint: chantier.commune ?? '' }))}
        nothing={!asked ? '' : isFetching ? 'Recherche…' : 'Aucun autre chantier de ce nom.'}
        onChoose={({ key }) => {
          onChange([...chosen, key]);
          setText('');
        }}
      />
      {error && <Failure error={error} />}
      {chosen.length > 0 && (
        <ul className={styles.chosen} aria-label="Chantiers de la clé">
          {chosen.map(chantier => (
            <li key={chantier}>
              <span className="hub-clip">{names.get(chantier)}</span>
              <Button
                variant="default"
                size="xs"
                aria-label={`Retirer ${names.get(chantier)}`}
                onClick={() => onChange(chosen.filter(other => other !== chantier))}
              >
                Retirer
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
