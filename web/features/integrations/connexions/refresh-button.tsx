// « Actualiser maintenant »: asks for what changed; while something is being read, leads to it instead.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { sayError } from '../../../lib/say-error.ts';
import { canChangeChantiers, isAdministrateur, useMoi } from '../../../lib/session.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { keepImport, startImport } from '../api.ts';

export function RefreshButton({ link }: { link: ErpLink }): ReactNode {
  const moi = useMoi();
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: () => startImport(link.id, link.traits.incremental === 'none' ? 'complet' : 'incremental'),
    onSuccess: run => {
      keepImport(client, run);
      notifications.show({ message: `Lecture demandée à ${spokenName(link)}.` });
    },
    onError: error => notifications.show({ message: sayError(error), autoClose: 8000 }),
  });
  if (!link.premier_import_at)
    return isAdministrateur(moi) ? (
      <Button
        component={Link}
        to="/integrations/$id/mise-en-route"
        params={{ id: link.id } as never}
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
      >
        Continuer la mise en route
      </Button>
    ) : null;
  if (link.import_en_cours)
    return (
      <Button
        component={Link}
        variant="default"
        to="/integrations/imports/$id"
        params={{ id: link.import_en_cours } as never}
      >
        Suivre la lecture en cours
      </Button>
    );
  if (!canChangeChantiers(moi) || link.etat !== 'active') return null;
  return (
    <Button loading={isPending} leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => mutate()}>
      Actualiser maintenant
    </Button>
  );
}
