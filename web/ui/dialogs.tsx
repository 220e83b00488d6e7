// Drawers and dialogs: Mantine traps the focus and gives it back; here are their one width and their words.
import { Button, Drawer, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTopmost } from '../lib/topmost.ts';
import { Failure } from './failure.tsx';

type SideProps = { opened: boolean; title: string; onClose: () => void; children: ReactNode };

export const Side = ({ opened, title, onClose, children }: SideProps): ReactNode => (
  <Drawer
    opened={opened}
    onClose={onClose}
    closeOnEscape={useTopmost(opened)}
    title={title}
    position="right"
    size="30rem"
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    overlayProps={{ backgroundOpacity: 0.35 }}
    transitionProps={{ duration: 120 }}
  >
    {children}
  </Drawer>
);

type AskProps = {
  opened: boolean;
  title: string;
  /** What will happen, in words. */
  consequence: ReactNode;
  /** The verb on the dangerous button. */
  action: string;
  /** Red by default; false for a step that can be taken back. */
  dangerous?: boolean;
  /** How a refusal is shown, where the page knows a way out. */
  failure?: (error: unknown) => ReactNode;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
};

/** Asks before what cannot be undone. The dangerous button is never the focused one. */
export function Ask(props: AskProps): ReactNode {
  const { opened, title, consequence, action, dangerous = true, onClose, onConfirm } = props;
  const { failure = error => <Failure error={error} /> } = props;
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const topmost = useTopmost(opened);
  const close = () => {
    setError(null);
    onClose();
  };
  const confirm = () => {
    setBusy(true);
    onConfirm()
      .then(close, setError)
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      closeOnEscape={topmost}
      title={title}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
      overlayProps={{ backgroundOpacity: 0.45 }}
    >
      <div className="hub-stack">
        <div>{consequence}</div>
        {error !== null && failure(error)}
        <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" data-autofocus onClick={close}>
            Annuler
          </Button>
          <Button {...(dangerous ? { color: 'rouge' } : {})} loading={busy} onClick={confirm}>
            {action}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
