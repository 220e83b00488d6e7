// A person signs the very hours that are shown, or says why not.
import { Button, Modal, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';
import { heuresChanged, signer } from '../api.ts';
import { weekWords } from '../words.ts';

export function SignatureState({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const { signature } = feuille;
  if (!signature) return <span className="hub-dim">Pas encore signée</span>;
  if (signature.caduque)
    return (
      <Notice state="ambre" title="Signature caduque">
        <p>
          Les heures ont changé depuis la signature (<Since at={signature.at} />
          ).
        </p>
      </Notice>
    );
  if (signature.refus)
    return (
      <Notice state="rouge" title="Signature refusée">
        <p className="hub-clip">« {signature.refus} »</p>
      </Notice>
    );
  return (
    <span className="hub-row">
      <StateMark state="vert">Signée</StateMark>
      <span className="hub-dim">
        <Since at={signature.at} />, {signature.appareil}
      </span>
    </span>
  );
}

type SayProps = {
  opened: boolean;
  title: string;
  label: string;
  action: string;
  min: number;
  onClose: () => void;
  onSay: (text: string) => Promise<unknown>;
};

/** Asks for words before an act that needs them. */
export function Say({ opened, title, label, action, min, onClose, onSay }: SayProps): ReactNode {
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const said = text.trim();
  const say = () => {
    setBusy(true);
    onSay(said)
      .then(() => {
        setText('');
        setError(null);
        onClose();
      }, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': 'Fermer' }}>
      <div className="hub-stack">
        <Textarea
          label={label}
          data-autofocus
          autosize
          minRows={3}
          maxLength={500}
          value={text}
          onChange={event => setText(event.currentTarget.value.replaceAll('\n', ' '))}
        />
        {error !== null && <Failure error={error} />}
        <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            Annuler
          </Button>
          <Button loading={busy} disabled={said.length < min} onClick={say}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

export function SignaturePart({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'oui' | 'non' | null>(null);
  const { empreinte } = feuille;
  const close = () => setAsking(null);
  if (feuille.minutes === 0 || !empreinte) return null;
  const sign = async (refus?: string) => {
    await signer(feuille, refus ? { empreinte, refus } : { empreinte });
    await heuresChanged(client);
  };
  return (
    <div className="hub-stack">
      <SignatureState feuille={feuille} />
      {feuille.peut.signer && (
        <div className="hub-row">
          <Button size="md" onClick={() => setAsking('oui')}>
            Je signe ma semaine
          </Button>
          <Button size="md" variant="default" onClick={() => setAsking('non')}>
            Je refuse de signer
          </Button>
        </div>
      )}
      <Ask
        opened={asking === 'oui'}
        title="Signer ma semaine"
        consequence={`Vous signez ${formatMinutes(feuille.minutes)} pour la ${weekWords(feuille.semaine)}. Si ces heures changent ensuite, la signature tombe et vous êtes prévenu.`}
        action="Signer"
        dangerous={false}
        onClose={close}
        onConfirm={() => sign()}
      />
      <Say
        opened={asking === 'non'}
        title="Refuser de signer"
        label="Qu’est-ce qui ne va pas ?"
        action="Refuser de signer"
        min={1}
        onClose={close}
        onSay={sign}
      />
    </div>
  );
}
