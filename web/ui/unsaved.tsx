// Leaving a form with changes in it asks first: typing on a phone with gloves costs too much to lose.
import { Button, Modal } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** `isDirty` is asked at the moment of leaving. */
export function Unsaved({ isDirty }: { isDirty: () => boolean }): ReactNode {
  const { status, proceed, reset } = useBlocker({
    // Whoever is signed out has no choice.
    shouldBlockFn: ({ next }) => isDirty() && next.pathname !== '/connexion',
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title="Quitter sans enregistrer ?"
      centered
      withCloseButton={false}
    >
      <div className="hub-stack">
        <p>Votre saisie n’est pas enregistrée : elle sera perdue.</p>
        <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" data-autofocus onClick={() => reset?.()}>
            Rester
          </Button>
          <Button color="rouge" onClick={() => proceed?.()}>
            Quitter sans enregistrer
          </Button>
        </div>
      </div>
    </Modal>
  );
}
