// Changing the settings with optimistic locking: only what changed is sent, and both versions are shown on a conflict.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ErpLink, UpdateErpLink } from '#contract/erp-link.ts';
import { isProblem } from '../../../lib/api.ts';
import { linkQuery } from '../../../lib/erp-links.ts';
import { formatCount } from '../../../lib/format.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Facts } from '../../../ui/page.tsx';
import { changedFields } from '../../../ui/schema-form.tsx';
import { keepLink, updateLink } from '../api.ts';
import { RhythmForm } from '../rhythm-form.tsx';
import { rhythmFacts, rhythmOf } from './rhythm.ts';

type Conflict = { mine: UpdateErpLink; theirs: ErpLink };
type ConflictProps = { conflict: Conflict; onKeep: () => Promise<void>; onDrop: () => void };

function ConflictScreen({ conflict, onKeep, onDrop }: ConflictProps): ReactNode {
  const [error, setError] = useState<unknown>(null);
  const theirs = rhythmOf(conflict.theirs);
  return (
    <div className="hub-stack">
      <Notice state="ambre" title="Quelqu’un a modifié ces réglages pendant votre saisie" alert>
        <p>Rien n’est perdu. Voici la version enregistrée ; choisissez celle à garder.</p>
      </Notice>
      <h3>Votre version</h3>
      <Facts facts={rhythmFacts({ ...theirs, ...conflict.mine })} />
      <h3>Version enregistrée</h3>
      <Facts facts={rhythmFacts(theirs)} />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button onClick={() => onKeep().catch(setError)}>
          Enregistrer mes changements, {formatCount(Object.keys(conflict.mine).length, 'champ', 'champs')}
        </Button>
        <Button variant="default" onClick={onDrop}>
          Garder la version enregistrée
        </Button>
      </div>
    </div>
  );
}

export function EditRhythm({ link, onDone }: { link: ErpLink; onDone: () => void }): ReactNode {
  const client = useQueryClient();
  // The version one started from: the page below it goes on being refreshed.
  const [base] = useState(link);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const send = async (from: ErpLink, mine: UpdateErpLink) => {
    try {
      keepLink(client, await updateLink(from, mine));
    } catch (error) {
      if (!isProblem(error, 'precondition.failed')) throw error;
      return setConflict({ mine, theirs: await client.fetchQuery({ ...linkQuery(link.id), staleTime: 0 }) });
    }
    notifications.show({ message: 'Réglages enregistrés.' });
    onDone();
  };
  const submit = async (value: UpdateErpLink) => {
    const mine = changedFields(rhythmOf(base), value);
    if (Object.keys(mine).length === 0) return onDone();
    await send(base, mine);
  };
  if (conflict)
    return <ConflictScreen conflict={conflict} onKeep={() => send(conflict.theirs, conflict.mine)} onDrop={onDone} />;
  return <RhythmForm initial={rhythmOf(base)} submit="Enregistrer" onCancel={onDone} onSubmit={submit} />;
}
