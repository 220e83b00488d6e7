// The owner's own changes. Somebody else can only be himself, in another tab: the recorded version is shown again.
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiKey } from '#contract/api-key.ts';
import { isProblem } from '../../lib/api.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { Notice } from '../../ui/failure.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { keysChanged, keysQuery, updateKey } from './api.ts';
import { type EditedKey, EditKey, toUpdate } from './key-form.ts';
import { KEY_CONTROLS, KEY_LOOKS, KEY_PROBLEMS } from './new-key-form.tsx';

export const ChangedMeanwhile = (): ReactNode => (
  <Notice state="ambre" title="Cette clé a été modifiée entre-temps" alert>
    <p>Voici la version enregistrée : refaites votre changement s’il est encore utile.</p>
  </Notice>
);

export function EditKeyForm({ apiKey, onDone }: { apiKey: ApiKey; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  // The version one started from: a refresh in the background must not swallow another change.
  const [base, setBase] = useState(apiKey);
  const [stale, setStale] = useState(false);
  const [tooOld, setTooOld] = useState<unknown>(null);
  const readAgain = async () => {
    const { items } = await client.fetchQuery({ ...keysQuery, staleTime: 0 });
    setBase(items.find(({ id }) => id === apiKey.id) ?? base);
    setStale(true);
  };
  const save = async (typed: EditedKey) => {
    const mine = toUpdate(base, typed);
    if (Object.keys(mine).length === 0) return onDone();
    try {
      await updateKey(base, mine);
    } catch (error) {
      if (isProblem(error, 'precondition.failed')) return await readAgain();
      if (isProblem(error, 'sign_in.too_old')) return setTooOld(error);
      throw error;
    }
    await keysChanged(client);
    notifications.show({ message: 'Clé enregistrée.' });
    onDone();
  };
  return (
    <div className="hub-stack">
      {tooOld !== null && <AccessFailure error={tooOld} />}
      {stale && <ChangedMeanwhile />}
      <SchemaForm
        key={base.version}
        schema={EditKey}
        narrow
        initial={{ ...base, chantiers: base.chantiers ?? [] }}
        sections={[
          { fields: ['nom', 'description', 'scopes'] },
          { title: 'Limites', fields: ['chantiers', 'cidrs', 'rate_limit_per_hour'] },
        ]}
        looks={KEY_LOOKS}
        replace={KEY_CONTROLS}
        problemFields={KEY_PROBLEMS}
        submit="Enregistrer"
        onCancel={onDone}
        onSubmit={save}
      />
    </div>
  );
}
