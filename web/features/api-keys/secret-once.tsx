// The only time the secret is seen: it cannot be closed by accident.
import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ApiKeyCreated } from '#contract/api-key.ts';
import { Copy } from '../../ui/copy.tsx';
import { Notice } from '../../ui/failure.tsx';
import styles from './api-keys.module.css';

const exampleOf = ({ secret }: ApiKeyCreated) =>
  `curl -H "Authorization: Bearer ${secret}" \\\n${window.location.origin}/api/v1/chantiers`;

function Secret({ created, onClose }: { created: ApiKeyCreated; onClose: () => void }): ReactNode {
  const [copied, setCopied] = useState(false);
  const example = exampleOf(created);
  return (
    <div className="hub-stack">
      <Notice state="ambre" title="Ce secret ne sera plus jamais montré">
        <p>Rangez-le maintenant dans le logiciel qui l’emploiera, ou dans un coffre. Perdu, il faudra une autre clé.</p>
      </Notice>
      <TextInput
        label="Secret de la clé"
        readOnly
        data-autofocus
        value={created.secret}
        onFocus={event => event.currentTarget.select()}
      />
      <Copy text={created.secret} label="Copier le secret" />
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

type OnceProps = { created: ApiKeyCreated | null; onClose: () => void };

export const SecretOnce = ({ created, onClose }: OnceProps): ReactNode => (
  <Modal
    opened={created !== null}
    onClose={onClose}
    title={created ? `Clé « ${created.nom} » créée` : ''}
    size="38rem"
    withCloseButton={false}
    closeOnEscape={false}
    closeOnClickOutside={false}
  >
    {created && <Secret created={created} onClose={onClose} />}
  </Modal>
);
