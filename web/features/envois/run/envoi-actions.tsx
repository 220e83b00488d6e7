// Holding, going on and giving up an envoi; afterwards, letting what was refused leave again.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Envoi } from '#contract/export.ts';
import { type EnvoiStep, envoiQuery, isOpen, keepEnvoi, renewEnvois, stepEnvoi } from '../../../lib/envois.ts';
import { sayError } from '../../../lib/say-error.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { leftOf } from '../../../ui/erp/envoi/words.ts';

/** A refusal means that it moved meanwhile: it is read again. */
function useStep(envoi: Envoi) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: EnvoiStep) => stepEnvoi(envoi.id, step),
    onSuccess: next => keepEnvoi(client, next),
    onError: () => client.invalidateQueries({ queryKey: envoiQuery(envoi.id).queryKey }),
  });
}

const tell = (error: unknown) => notifications.show({ message: sayError(error), autoClose: 8000 });

function Relaunch({ envoi }: { envoi: Envoi }): ReactNode {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { mutate, isPending } = useStep(envoi);
  const { refused } = envoi.compte;
  const unfinished = envoi.statut === 'failed' || envoi.statut === 'cancelled';
  if (refused === 0 && !(unfinished && (leftOf(envoi) > 0 || envoi.compte.lignes === 0))) return null;
  const relaunch = () =>
    mutate('relance', {
      onError: tell,
      onSuccess: next => {
        void renewEnvois(client);
        notifications.show({ message: 'Ces lignes repartent.' });
        void navigate({ to: '/envois/$id', params: { id: next.id } as never });
      },
    });
  return (
    <Button loading={isPending} leftSection={<IconRefresh size={16} aria-hidden />} onClick={relaunch}>
      {unfinished ? 'Relancer l’envoi' : 'Relancer les lignes refusées'}
    </Button>
  );
}

function Steering({ envoi }: { envoi: Envoi }): ReactNode {
  const [asking, setAsking] = useState(false);
  const { mutate, mutateAsync, isPending } = useStep(envoi);
  const act = (step: EnvoiStep) => mutate(step, { onError: tell });
  const held = envoi.statut === 'paused' || envoi.statut === 'parked';
  return (
    <>
      {held ? (
        <Button
          loading={isPending}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => act('reprise')}
        >
          Reprendre
        </Button>
      ) : (
        <Button
          variant="default"
          loading={isPending}
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={() => act('pause')}
        >
          Mettre en pause
        </Button>
      )}
      <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={() => setAsking(true)}>
        Annuler l’envoi
      </Button>
      <Ask
        opened={asking}
        title="Annuler cet envoi ?"
        consequence="Ce qui est déjà dans l’ERP y reste. Le reste partira avec le prochain envoi."
        action="Annuler l’envoi"
        onClose={() => setAsking(false)}
        onConfirm={() => mutateAsync('annulation')}
      />
    </>
  );
}

export const EnvoiActions = ({ envoi }: { envoi: Envoi }): ReactNode =>
  isOpen(envoi) ? <Steering envoi={envoi} /> : <Relaunch envoi={envoi} />;
