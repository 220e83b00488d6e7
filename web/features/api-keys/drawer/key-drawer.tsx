// All of one key: where it stands and why, what its owner may do with it, what it did, and its trail.
import { Button, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiKey } from '#contract/api-key.ts';
import { isProblem } from '../../../lib/api.ts';
import { formatInstant, formatNumber } from '../../../lib/format.ts';
import { AccessFailure } from '../../../ui/access/access-failure.tsx';
import { StatutCleMark } from '../../../ui/access/statut-cle.tsx';
import { Side } from '../../../ui/dialogs.tsx';
import { Notice } from '../../../ui/failure.tsx';
import { Facts } from '../../../ui/page.tsx';
import { Since } from '../../../ui/time.tsx';
import { keysChanged, updateKey } from '../api.ts';
import { ChangedMeanwhile, EditKeyForm } from '../edit-key.tsx';
import { useChantierNames } from '../key-fields.tsx';
import { RevokeButton } from '../revoke-button.tsx';
import { RotateButton, type Rotated } from '../rotate-button.tsx';
import { scopeTitle } from '../scope-words.ts';
import { KeyTrail } from './key-trail.tsx';
import { KeyUsage } from './key-usage.tsx';

function Why({ apiKey }: { apiKey: ApiKey }): ReactNode {
  const { statut, suspended_at, suspended_motif, superseded_at, expires_at } = apiKey;
  if (statut === 'suspendue')
    return (
      <Notice state="rouge" title={`Suspendue par un administrateur le ${formatInstant(suspended_at ?? '')}`}>
        <p>Motif : {suspended_motif}</p>
        <p>Ses appels sont refusés. Seul un administrateur peut lever la suspension : adressez-vous à lui.</p>
      </Notice>
    );
  if (statut === 'desactivee')
    return (
      <Notice state="gris" title="Désactivée par vous">
        <p>Ses appels sont refusés jusqu’à ce que vous la remettiez en service.</p>
      </Notice>
    );
  if (superseded_at && statut !== 'revoquee' && statut !== 'expiree')
    return (
      <Notice state="ambre" title={`Remplacée, valable jusqu’au ${formatInstant(expires_at)}`}>
        <p>Un nouveau secret a pris sa suite. Révoquez celui-ci dès qu’il ne sert plus.</p>
      </Notice>
    );
  return null;
}

/** On and off at the owner's will. Not offered where it would do nothing. */
function ServiceSwitch({ apiKey }: { apiKey: ApiKey }): ReactNode {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (on: boolean) => updateKey(apiKey, { desactivee: !on }),
    onSettled: () => keysChanged(client),
  });
  return (
    <>
      <Switch
        label="En service"
        description="Éteinte, la clé est refusée ; vous pourrez la rallumer."
        checked={apiKey.disabled_at === null}
        disabled={isPending}
        onChange={event => mutate(event.currentTarget.checked)}
      />
      {isProblem(error, 'precondition.failed') ? <ChangedMeanwhile /> : error && <AccessFailure error={error} />}
    </>
  );
}

function KeyFacts({ apiKey }: { apiKey: ApiKey }): ReactNode {
  const names = useChantierNames(apiKey.chantiers ?? []);
  const { first_used_at, last_used_at, revoked_at } = apiKey;
  return (
    <Facts
      facts={[
        ['Clé', <code key="apercu">{apiKey.apercu}</code>],
        ['Droits', apiKey.scopes.map(scopeTitle).join(', ')],
        ['Chantiers', apiKey.chantiers ? [...names.values()].join(', ') : 'Tous ceux que vous voyez'],
        ['Réseaux admis', apiKey.cidrs.join(', ') || 'De partout'],
        ['Limite', `${formatNumber(apiKey.rate_limit_per_hour)} demandes par heure`],
        ['Créée', formatInstant(apiKey.created_at)],
        revoked_at ? ['Révoquée', formatInstant(revoked_at)] : ['Expire', formatInstant(apiKey.expires_at)],
        ['Première utilisation', first_used_at ? formatInstant(first_used_at) : 'Jamais'],
        ['Dernière utilisation', last_used_at ? <Since key="last" at={last_used_at} /> : 'Jamais'],
        ...(last_used_at
          ? ([
              ['Depuis l’adresse', apiKey.last_used_ip],
              ['Par le logiciel', apiKey.last_used_agent],
            ] as [string, ReactNode][])
          : []),
      ]}
    />
  );
}

type SheetProps = { apiKey: ApiKey; onEdit: () => void; onRotated: (rotated: Rotated) => void };

function KeySheet({ apiKey, onEdit, onRotated }: SheetProps): ReactNode {
  const { statut, superseded_at } = apiKey;
  const over = statut === 'revoquee' || statut === 'expiree';
  const serving = statut === 'active' || statut === 'expire_bientot';
  return (
    <div className="hub-stack">
      <div>
        <StatutCleMark statut={statut} />
      </div>
      <Why apiKey={apiKey} />
      {apiKey.description && <p>{apiKey.description}</p>}
      {!over && (
        <div className="hub-row">
          {!superseded_at && (
            <Button variant="default" size="xs" onClick={onEdit}>
              Modifier
            </Button>
          )}
          {serving && !superseded_at && <RotateButton apiKey={apiKey} onRotated={onRotated} />}
          <RevokeButton apiKey={apiKey} />
        </div>
      )}
      {!over && !superseded_at && statut !== 'suspendue' && <ServiceSwitch apiKey={apiKey} />}
      <KeyFacts apiKey={apiKey} />
      <KeyUsage id={apiKey.id} />
      <KeyTrail id={apiKey.id} />
    </div>
  );
}

type DrawerProps = { apiKey: ApiKey | undefined; onClose: () => void; onRotated: (rotated: Rotated) => void };

export function KeyDrawer({ apiKey, onClose, onRotated }: DrawerProps): ReactNode {
  const [editing, setEditing] = useState(false);
  const close = () => {
    setEditing(false);
    onClose();
  };
  return (
    <Side opened={apiKey !== undefined} title={apiKey ? `Clé « ${apiKey.nom} »` : ''} onClose={close}>
      {apiKey && editing && <EditKeyForm apiKey={apiKey} onDone={() => setEditing(false)} />}
      {apiKey && !editing && <KeySheet apiKey={apiKey} onEdit={() => setEditing(true)} onRotated={onRotated} />}
    </Side>
  );
}
