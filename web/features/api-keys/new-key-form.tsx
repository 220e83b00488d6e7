import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ApiKeyCreated, DEFAULT_EXPIRY_DAYS } from '#contract/api-key.ts';
import { isProblem } from '../../lib/api.ts';
import { parisDay } from '../../lib/format.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { type FieldProps, SchemaForm } from '../../ui/schema-form.tsx';
import { createKey, keysChanged } from './api.ts';
import { ChantiersField, ExpiryField, NetworksField, ScopesField } from './key-fields.tsx';
import { type NewKey, newKeySchema, presetsWithin, toCreate } from './key-form.ts';

export const KEY_CONTROLS = {
  scopes: (props: FieldProps) => <ScopesField {...props} />,
  chantiers: (props: FieldProps) => <ChantiersField {...props} />,
  cidrs: (props: FieldProps) => <NetworksField {...props} />,
};
export const KEY_LOOKS = {
  nom: { help: 'Ce à quoi elle sert : « Export paie »', focus: true },
  description: { help: 'Facultatif : qui l’emploie, où elle est rangée' },
  rate_limit_per_hour: {
    help: 'Au-delà, les demandes attendent. Un administrateur peut relever le plafond (par l’API).',
  },
};
export const KEY_PROBLEMS = {
  'api_key.expiry_refused': 'fin',
  'api_key.chantier_unknown': 'chantiers',
  'api_key.cidr_invalid': 'cidrs',
  'api_key.rate_refused': 'rate_limit_per_hour',
};

type NewKeyProps = { max_jours: number; onCreated: (key: ApiKeyCreated) => void; onCancel: () => void };

export function NewKeyForm({ max_jours, onCreated, onCancel }: NewKeyProps): ReactNode {
  const client = useQueryClient();
  const [tooOld, setTooOld] = useState<unknown>(null);
  const [schema] = useState(() => newKeySchema(parisDay(Date.now()), max_jours));
  const usual = presetsWithin(max_jours);
  const first = usual.includes(DEFAULT_EXPIRY_DAYS) ? DEFAULT_EXPIRY_DAYS : usual.at(-1);
  const create = async (typed: NewKey) => {
    try {
      const key = await createKey(toCreate(typed));
      void keysChanged(client);
      onCreated(key);
    } catch (error) {
      if (!isProblem(error, 'sign_in.too_old')) throw error;
      setTooOld(error);
    }
  };
  return (
    <div className="hub-stack">
      {tooOld !== null && <AccessFailure error={tooOld} />}
      <SchemaForm
        schema={schema}
        narrow
        initial={{ fin: String(first) }}
        sections={[
          { fields: ['nom', 'description', 'fin', 'scopes'] },
          { title: 'Limites', fields: ['chantiers', 'cidrs', 'rate_limit_per_hour'] },
        ]}
        looks={KEY_LOOKS}
        replace={{ ...KEY_CONTROLS, fin: props => <ExpiryField {...props} max_jours={max_jours} /> }}
        problemFields={KEY_PROBLEMS}
        submit="Créer la clé"
        onCancel={onCancel}
        onSubmit={create}
      />
    </div>
  );
}
