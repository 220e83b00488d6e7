// Holding, going on and giving up a reading; the last asks first.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Import } from '#contract/import.ts';
import { GENRES_IMPORT } from '#contract/values.ts';
import { sayError } from '../../../lib/say-error.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { type ImportStep, importQuery, keepImport, stepImport } from '../api.ts';

/** One step of a run. A refusal means that it moved meanwhile: it is read again. */
export function useStep(run: Import) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: ImportStep) => stepImport(run.id, step),
    onSuccess: next => keepImport(client, next),
    onError: () => client.invalidateQueries({ queryKey: importQuery(run.id).queryKey }),
  });
}

const keeps = ({ genre }: Import): string =>
  genre === 'apercu'
    ? 'Un aperçu n’écrit rien : vous pourrez en demander un autre.'
    : 'Les chantiers déjà arrivés restent. La prochaine lecture reprendra le reste.';

export function RunActions({ run }: { run: Import }): ReactNode {
  const [asking, setAsking] = useState(false);
  const { mutate, mutateAsync, isPending } = useStep(run);
  const act = (step: ImportStep) =>
    mutate(step, { onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }) });
  const held = run.statut === 'paused' || run.statut === 'parked';
  return (
    <>
      {(run.statut === 'running' || run.statut === 'waiting') && (
        <Button
          variant="default"
          loading={isPending}
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={() => act('pause')}
        >
          Mettre en pause
        </Button>
      )}
      {held && !run.question && (
        <Button
          loading={isPending}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => act('reprise')}
        >
          Reprendre
        </Button>
      )}
      <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => setAsking(true)}>
        Annuler la lecture
      </Button>
      <Ask
        opened={asking}
        title={`Annuler « ${GENRES_IMPORT[run.genre]} » ?`}
        consequence={keeps(run)}
        action="Annuler la lecture"
        onClose={() => setAsking(false)}
        onConfirm={() => mutateAsync('annulation')}
      />
    </>
  );
}
