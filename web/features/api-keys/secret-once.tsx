// The only time the secret is seen: it cannot be closed by accident.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ApiKeyCreated } from '#contract/api-key.ts';
import { opens } from '#contract/scopes.ts';
import { formatInstant } from '../../lib/format.ts';
import { Copy } from '../../ui/copy.tsx';
import { Notice } from '../../ui/failure.tsx';
import styles from './api-keys.module.css';

/** `until`: the secret that this one replaces serves until that instant. */
export type Shown = { key: ApiKeyCreated; until?: string };

/** A command that answers 200 with this key, whatever it opens. */
function exampleOf({ secret, scopes }: ApiKeyCreated): string {
  const path = opens(scopes, 'chantiers:read') ? 'chantiers' : 'me';
  return `curl -H "Authorization: Bearer ${secret}" \\\n  ${window.location.origin}/api/v1/${path}`;
}

const OldSecret = ({ until }: { until: string }): ReactNode =>
  Date.parse(until) > Date.now() ? (
    <p>L’ancien secret sert encore jusqu’au {formatInstant(until)} : changez-le d’ici là.</p>
  ) : (
    <p>L’ancien secret est refusé dès maintenant.</p>
  );

function Secret({ shown: { key, until }, onClose }: { shown: Shown; onClose: () => void }): ReactNode {
  const [copied, setCopied] = useState(false);
  const example = exampleOf(key);
  return (
    <div className="hub-stack">
      <Notice state="ambre" title="Ce secret ne sera plus jamais montré">
        <p>Rangez-le maintenant dans le logiciel qui l’emploiera, ou dans un coffre. Perdu, il faudra le remplacer.</p>
      </Notice>
      {until && <OldSecret until={until} />}
      <TextInput
        label="Secret de la clé"
        readOnly
        data-autofocus
        value={key.secret}
        onFocus={event => event.currentTarget.select()}
      />
      <Copy text={key.secret} label="Copier le secret" />
      <div>
        <h3>Essayer</h3>
        <pre className={styles.command}>{example}</pre>
      </div>
      <Copy text={example} label="Copier la commande" />
      <Checkbox
        label="J’ai copié le secret"
        checked={copied}
        onChange={event => setCopied(event.currentTarget.checked)}
      />
      <div>
        <Button disabled={!copied} onClick={onClose}>
          Fermer
        </Button>
      </div>
    </div>
  );
}

const titleOf = ({ key, until }: Shown) => `Clé « ${key.nom} » ${until ? 'remplacée' : 'créée'}`;

export const SecretOnce = ({ shown, onClose }: { shown: Shown | null; onClose: () => void }): ReactNode => (
  <Modal
    opened={shown !== null}
    onClose={onClose}
    title={shown ? titleOf(shown) : ''}
    size="38rem"
    withCloseButton={false}
    closeOnEscape={false}
    closeOnClickOutside={false}
  >
    {shown && <Secret shown={shown} onClose={onClose} />}
  </Modal>
);
