// What a person may do of one line: let it leave again, or set it aside for good with a note.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconEyeOff, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { LigneEnvoi } from '#contract/export.ts';
import { ignoreLigne, renewEnvois, retryLigne } from '../../../lib/envois.ts';
import { sayError } from '../../../lib/say-error.ts';
import { canDoPaie, useMoi } from '../../../lib/session.ts';
import { canIgnore, canRetry } from '../../../ui/erp/envoi/words.ts';
import { NoteDialog } from './note-dialog.tsx';

export function RetryLigne({ ligne }: { ligne: LigneEnvoi }): ReactNode {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => retryLigne(ligne.id),
    onSuccess: () => notifications.show({ message: `La ligne ${ligne.marque} repart.` }),
    onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }),
    onSettled: () => renewEnvois(client),
  });
  return (
    <Button
      variant="default"
      size="xs"
      loading={isPending}
      leftSection={<IconRefresh size={16} aria-hidden />}
      aria-label={`Relancer la ligne ${ligne.marque} de ${ligne.personne}`}
      onClick={() => mutate()}
    >
      Relancer
    </Button>
  );
}

function IgnoreLigne({ ligne }: { ligne: LigneEnvoi }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { mutateAsync } = useMutation({
    mutationFn: (note: string) => ignoreLigne(ligne.id, note),
    onSuccess: () => notifications.show({ message: `La ligne ${ligne.marque} est ignorée.` }),
    onSettled: () => renewEnvois(client),
  });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconEyeOff size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Ignorer…
      </Button>
      <NoteDialog
        opened={asking}
        title={`Ignorer la ligne ${ligne.marque} ?`}
        consequence="Elle ne partira plus et ne sera plus à regarder. Si ses heures changent, une nouvelle ligne partira."
        label="Pourquoi"
        placeholder="Déjà saisie à la main dans l’ERP"
        action="Ignorer la ligne"
        onClose={() => setAsking(false)}
        onConfirm={mutateAsync}
      />
    </>
  );
}

export function LigneActions({ ligne }: { ligne: LigneEnvoi }): ReactNode {
  if (!canDoPaie(useMoi())) return null;
  const unmapped = ligne.etat === 'unmapped';
  if (!canRetry(ligne) && !canIgnore(ligne) && !unmapped) return null;
  return (
    <div className="hub-row">
      {canRetry(ligne) && <RetryLigne ligne={ligne} />}
      {unmapped && (
        <Link
          to="/integrations/$id/personnes"
          params={{ id: ligne.link_id } as never}
          search={{ q: ligne.personne.split(' ').at(-1) } as never}
          className="hub-link"
        >
          Relier cette personne
        </Link>
      )}
      {canIgnore(ligne) && <IgnoreLigne ligne={ligne} />}
    </div>
  );
}
