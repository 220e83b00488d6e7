// Editing with optimistic locking: only what changed is sent; when somebody was faster, both versions are shown.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Chantier, UpdateChantier } from '#contract/chantier.ts';
import { isProblem } from '../../lib/api.ts';
import { Failure, Notice } from '../../ui/failure.tsx';
import { changedFields, SchemaForm } from '../../ui/schema-form.tsx';
import { chantierQuery, keepChantier, updateChantier } from './api.ts';
import { CHANTIER_LOOKS, CHANTIER_PROBLEMS, CHANTIER_SECTIONS, chantierControls } from './chantier-form.tsx';
import styles from './edit-chantier.module.css';
import { ErpFields } from './erp/erp-owner.tsx';
import { fieldLines } from './field-lines.ts';

type Conflict = { mine: UpdateChantier; theirs: Chantier };
type EditProps = { chantier: Chantier; onDone: () => void };

const Versions = ({ conflict, base }: { conflict: Conflict; base: Chantier }): ReactNode => (
  <table className={styles.versions}>
    <caption className="hub-hidden">Votre version et la version enregistrée</caption>
    <thead>
      <tr>
        <th scope="col">Champ</th>
        <th scope="col">Votre version</th>
        <th scope="col">Version enregistrée</th>
      </tr>
    </thead>
    <tbody>
      {fieldLines(base, conflict.mine, conflict.theirs).map(({ name, mine, theirs }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td data-label="Votre version">{mine}</td>
          <td data-label="Version enregistrée">{theirs}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

type ScreenProps = { conflict: Conflict; base: Chantier; onKeep: () => Promise<void>; onDrop: () => void };

function ConflictScreen({ conflict, base, onKeep, onDrop }: ScreenProps): ReactNode {
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const keep = () => {
    setBusy(true);
    onKeep()
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="hub-stack">
      <Notice state="ambre" title="Quelqu’un a modifié ce chantier pendant votre saisie" alert>
        <p>Rien n’est perdu : voici les champs qui diffèrent. Choisissez la version à garder.</p>
      </Notice>
      <Versions conflict={conflict} base={base} />
      {error !== null && <Failure error={error} />}
      <div className="hub-row">
        <Button loading={busy} onClick={keep}>
          Enregistrer mes changements
        </Button>
        <Button variant="default" onClick={onDrop}>
          Garder la version enregistrée
        </Button>
      </div>
    </div>
  );
}

/** What the ERP holds is shown above the form, not in it. */
function sectionsFor({ erp }: Chantier) {
  const held = new Set(erp?.champs);
  return CHANTIER_SECTIONS.map(({ fields, ...section }) => ({
    ...section,
    fields: fields.filter(field => !held.has(field)),
  })).filter(({ fields }) => fields.length > 0);
}

export function EditChantier({ chantier, onDone }: EditProps): ReactNode {
  const client = useQueryClient();
  // The version one started from: a refresh in the background must not swallow somebody else's change.
  const [base] = useState(chantier);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  // Its identifier over there is not ours to change: out of the form, and back in what is sent.
  const theirs = base.references.filter(({ system }) => system === base.erp?.system);
  const shown = { ...base, references: base.references.filter(reference => !theirs.includes(reference)) };
  const send = async (from: Chantier, mine: UpdateChantier) => {
    try {
      keepChantier(client, await updateChantier(from, mine));
    } catch (error) {
      // The ERP took a field meanwhile: the page shows which, the form keeps what was typed.
      if (isProblem(error, 'chantier.owned_by_erp'))
        void client.invalidateQueries({ queryKey: chantierQuery(chantier.id).queryKey });
      if (!isProblem(error, 'precondition.failed')) throw error;
      const theirs = await client.fetchQuery({ ...chantierQuery(chantier.id), staleTime: 0 });
      return setConflict({ mine, theirs });
    }
    notifications.show({ message: 'Chantier enregistré.' });
    onDone();
  };
  const submit = async (value: UpdateChantier) => {
    const mine = changedFields(shown, value);
    if (mine.references) mine.references = [...theirs, ...mine.references];
    if (Object.keys(mine).length === 0) return onDone();
    await send(base, mine);
  };
  if (conflict)
    return (
      <ConflictScreen
        conflict={conflict}
        base={base}
        onKeep={() => send(conflict.theirs, conflict.mine)}
        onDrop={onDone}
      />
    );
  return (
    <div className="hub-stack">
      <ErpFields chantier={chantier} />
      <SchemaForm
        schema={UpdateChantier}
        guarded
        initial={shown}
        sections={sectionsFor(base)}
        looks={CHANTIER_LOOKS}
        replace={chantierControls(base.commune)}
        problemFields={CHANTIER_PROBLEMS}
        submit="Enregistrer"
        onCancel={onDone}
        onSubmit={submit}
      />
    </div>
  );
}
