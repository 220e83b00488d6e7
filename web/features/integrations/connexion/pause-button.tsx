import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { sayError } from '../../../lib/say-error.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { keepLink, pauseLink, resumeLink } from '../api.ts';

/** A pause is taken back by the same button: no question is asked. */
export function PauseButton({ link }: { link: ErpLink }): ReactNode {
  const client = useQueryClient();
  // Resuming asks the ERP first: the way out once a missing right was given over there.
  const held = link.etat === 'en_pause' || link.etat === 'a_verifier';
  const { mutate, isPending } = useMutation({
    mutationFn: () => (held ? resumeLink(link) : pauseLink(link)),
    onSuccess: fresh => {
      keepLink(client, fresh);
      void client.invalidateQueries({ queryKey: ['imports'] });
      notifications.show({ message: `${spokenName(fresh)} : ${held ? 'la lecture reprend' : 'en pause'}.` });
    },
    onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }),
  });
  if (link.etat !== 'active' && !held) return null;
  return (
    <Button
      variant="default"
      loading={isPending}
      leftSection={held ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
      onClick={() => mutate()}
    >
      {held ? 'Reprendre' : 'Mettre en pause'}
    </Button>
  );
}
