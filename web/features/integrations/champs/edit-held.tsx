// Choosing who holds each field, with what that changes said before it is saved, and optimistic locking.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CHAMPS_TENABLES, type ChampTenable, type ErpLink } from '#contract/erp-link.ts';
import { isProblem } from '../../../lib/api.ts';
import { linkQuery } from '../../../lib/erp-links.ts';
import { formatCount } from '../../../lib/format.ts';
import { CHAMPS } from '../../../ui/erp/champs.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Unsaved } from '../../../ui/unsaved.tsx';
import { Versions } from '../../../ui/versions/versions.tsx';
import { keepLink, renewChantiers, updateLink } from '../api.ts';
import styles from './held.module.css';
import { type Change, changesBetween, consequenceOf, type Held, layOver } from './held.ts';

const sideName = (held: Held, champ: ChampTenable, erp: string) => (held.includes(champ) ? 'Le hub' : erp);

type RowsProps = { held: Held; erp: string; onChange: (champ: ChampTenable, to: Change['to']) => void };

const Rows = ({ held, erp, onChange }: RowsProps): ReactNode => (
  <div className={styles.rows}>
    {CHAMPS_TENABLES.map(champ => (
      <fieldset key={champ} className={styles.row}>
        <legend>{CHAMPS[champ]}</legend>
        {(['erp', 'app'] as const).map(side => (
          <label key={side} className={styles.side}>
            <input
              type="radio"
              name={`tenu-${champ}`}
              checked={held.includes(champ) === (side === 'app')}
              onChange={() => onChange(champ, side)}
            />
            {side === 'erp' ? erp : 'Le hub'}
          </label>
        ))}
      </fieldset>
    ))}
  </div>
);

const Consequences = ({ changes, link }: { changes: Change[]; link: ErpLink }): ReactNode => (
  <div role="status">
    {changes.length > 0 && (
      <Notice
        state="gris"
        title={`Ce qui changera, pour ${formatCount(link.compteurs.chantiers, 'chantier', 'chantiers')}`}
      >
        <ul className={styles.changes}>
          {changes.map(change => (
            <li key={change.champ}>{consequenceOf(change, link.kind_nom)}</li>
          ))}
        </ul>
      </Notice>
    )}
  </div>
);

type Conflict = { mine: Change[]; theirs: ErpLink };
type ConflictProps = { conflict: Conflict; busy: boolean; onKeep: () => void; onDrop: () => void };

function ConflictScreen({ conflict, busy, onKeep, onDrop }: ConflictProps): ReactNode {
  const { mine, theirs } = conflict;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), []);
  const wanted = layOver(theirs.champs_app, mine);
  const rows = CHAMPS_TENABLES.map(champ => ({
    key: champ,
    where: CHAMPS[champ],
    here: sideName(wanted, champ, theirs.kind_nom),
    there: sideName(theirs.champs_app, champ, theirs.kind_nom),
  })).filter(row => row.here !== row.there);
  return (
    <div className="hub-stack" ref={here} tabIndex={-1}>
      <Notice state="ambre" title="Quelqu’un a modifié ces réglages pendant votre saisie" alert>
        <p>Rien n’est perdu. Voici qui tiendrait les champs qui diffèrent ; choisissez la version à garder.</p>
      </Notice>
      {rows.length === 0 ? (
        <p>Vos changements sont déjà ceux de la version enregistrée.</p>
      ) : (
        <Versions
          caption="Votre choix et la version enregistrée"
          what="Champ"
          here="Votre choix"
          there="Version enregistrée"
          rows={rows}
        />
      )}
      <div className="hub-row">
        {rows.length > 0 && (
          <Button loading={busy} onClick={onKeep}>
            Enregistrer mes changements
          </Button>
        )}
        <Button variant="default" onClick={onDrop}>
          Garder la version enregistrée
        </Button>
      </div>
    </div>
  );
}

function useSaveHeld(link: ErpLink, onDone: () => void) {
  const client = useQueryClient();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = async (from: ErpLink, mine: Change[]) => {
    try {
      keepLink(client, await updateLink(from, { champs_app: layOver(from.champs_app, mine) }));
    } catch (error) {
      if (!isProblem(error, 'precondition.failed')) throw error;
      return setConflict({ mine, theirs: await client.fetchQuery({ ...linkQuery(link.id), staleTime: 0 }) });
    }
    renewChantiers(client);
    notifications.show({ message: 'Enregistré : chacun sait où changer quoi.' });
    onDone();
  };
  const save = (from: ErpLink, mine: Change[]) => {
    setError(null);
    setBusy(true);
    send(from, mine)
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return { conflict, error, busy, save };
}

export function EditHeld({ link, onDone }: { link: ErpLink; onDone: () => void }): ReactNode {
  // The version one started from: the page below it goes on being refreshed.
  const [base] = useState(link);
  const [held, setHeld] = useState<Held>(link.champs_app);
  const leaving = useRef(false);
  const leave = () => {
    leaving.current = true;
    onDone();
  };
  const { conflict, error, busy, save } = useSaveHeld(base, leave);
  const changes = changesBetween(base.champs_app, held);
  const put = (champ: ChampTenable, to: Change['to']) => setHeld(old => layOver(old, [{ champ, to }]));
  return (
    <div className="hub-stack">
      <Unsaved isDirty={() => changes.length > 0 && !leaving.current} />
      {conflict ? (
        <ConflictScreen
          conflict={conflict}
          busy={busy}
          onKeep={() => save(conflict.theirs, conflict.mine)}
          onDrop={leave}
        />
      ) : (
        <>
          <p>Le code et le statut restent toujours à l’ERP : ils se changent là-bas.</p>
          <Rows held={held} erp={base.kind_nom} onChange={put} />
          <Consequences changes={changes} link={base} />
          <div className="hub-row">
            <Button loading={busy} onClick={() => (changes.length === 0 ? leave() : save(base, changes))}>
              Enregistrer
            </Button>
            <Button variant="default" onClick={leave}>
              Annuler
            </Button>
          </div>
        </>
      )}
      {error !== null && <Failure error={error} right="modifier les connexions ERP" />}
    </div>
  );
}
