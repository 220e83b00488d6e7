// The access was tried and opens no hours: said before somebody counts on it, with what to do and a way to ask again.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { sayError } from '../../../lib/say-error.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Notice } from '../../../ui/failure.tsx';
import { keepLink, resumeLink } from '../api.ts';
import { NO_HOURS } from './words.ts';

export function NoHours({ link }: { link: ErpLink }): ReactNode {
  const client = useQueryClient();
  const admin = isAdministrateur(useMoi());
  const { mutate, isPending } = useMutation({
    mutationFn: () => resumeLink(link),
    onSuccess: fresh => {
      keepLink(client, fresh);
      const message = fresh.heures
        ? `${spokenName(fresh)} accepte les heures : elles peuvent être envoyées.`
        : `${spokenName(fresh)} refuse toujours les heures avec cet accès.`;
      notifications.show({ message, autoClose: 8000 });
    },
    onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }),
  });
  if (link.heures !== false) return null;
  return (
    <Notice state="ambre" title={`${spokenName(link)} refuse les heures avec cet accès`}>
      <p>{NO_HOURS} Les heures validées attendent ici ; les chantiers arrivent comme d’habitude.</p>
      {admin && link.etat === 'active' ? (
        <div>
          <Button variant="default" size="xs" loading={isPending} onClick={() => mutate()}>
            Vérifier de nouveau
          </Button>
        </div>
      ) : (
        !admin && <p>Un administrateur peut ensuite vérifier de nouveau l’accès.</p>
      )}
    </Notice>
  );
}
