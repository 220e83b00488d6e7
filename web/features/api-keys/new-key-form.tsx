import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ApiKeyCreated, CreateApiKey } from '#contract/api-key.ts';
import { isProblem } from '../../lib/api.ts';
import { type FieldProps, SchemaForm } from '../../ui/schema-form.tsx';
import { createKey, keysQuery } from './api.ts';
import styles from './api-keys.module.css';
import { KeyFailure } from './key-failure.tsx';
import { SCOPE_GROUPS } from './scope-words.ts';

function ScopesField({ id, path, field, value, errors, onChange }: FieldProps): ReactNode {
  const chosen = value as string[];
  const wrong = errors[path];
  const toggle = (scope: string, on: boolean) =>
    onChange(on ? [...chosen, scope] : chosen.filter(other => other !== scope));
  return (
    <fieldset className={styles.scopes} id={id} tabIndex={-1} aria-describedby={wrong ? `${id}-error` : undefined}>
      <legend>{field.title}</legend>
      {wrong && (
        <p id={`${id}-error`} style={{ color: 'var(--mantine-color-error)' }}>
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

const DURATIONS = ['30', '90', '180', '365'];

function ExpiryField({ id, path, value, errors, onChange }: FieldProps): ReactNode {
  const [own, setOwn] = useState(false);
  return (
    <div className="hub-stack">
      <NativeSelect
        id={own ? undefined : id}
        label="Expiration"
        description="Une clé courte se perd sans dommage ; vous en créerez une autre."
        value={own ? '' : (value as string)}
        onChange={event => {
          setOwn(event.currentTarget.value === '');
          if (event.currentTarget.value) onChange(event.currentTarget.value);
        }}
        data={[
          ...DURATIONS.map(days => ({ value: days, label: `${days} jours` })),
          { value: '', label: 'Autre durée' },
        ]}
      />
      {own && (
        <TextInput
          id={id}
          label="Nombre de jours"
          description="De 1 à 365"
          inputMode="numeric"
          error={errors[path]}
          value={value as string}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  );
}

const CONTROLS = {
  scopes: (props: FieldProps) => <ScopesField {...props} />,
  expire_dans_jours: (props: FieldProps) => <ExpiryField {...props} />,
};
const LOOKS = {
  nom: { help: 'Ce à quoi elle sert : « Export paie »', focus: true },
  description: { help: 'Facultatif : qui l’emploie, où elle est rangée' },
};

type NewKeyProps = { onCreated: (key: ApiKeyCreated) => void; onCancel: () => void };

export function NewKeyForm({ onCreated, onCancel }: NewKeyProps): ReactNode {
  const client = useQueryClient();
  const [tooOld, setTooOld] = useState<unknown>(null);
  const create = async (body: CreateApiKey) => {
    try {
      const key = await createKey(body);
      void client.invalidateQueries({ queryKey: keysQuery.queryKey });
      onCreated(key);
    } catch (error) {
      if (!isProblem(error, 'sign_in.too_old')) throw error;
      setTooOld(error);
    }
  };
  return (
    <div className="hub-stack">
      {tooOld !== null && <KeyFailure error={tooOld} />}
      <SchemaForm
        schema={CreateApiKey}
        narrow
        sections={[{ fields: ['nom', 'description', 'expire_dans_jours', 'scopes'] }]}
        looks={LOOKS}
        replace={CONTROLS}
        submit="Créer la clé"
        onCancel={onCancel}
        onSubmit={create}
      />
    </div>
  );
}
