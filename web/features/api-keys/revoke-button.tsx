import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiKey } from '#contract/api-key.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { keysChanged, revokeKey } from './api.ts';

export function RevokeButton({ apiKey }: { apiKey: ApiKey }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (apiKey.statut === 'revoquee' || apiKey.statut === 'expiree') return null;
  const revoke = async () => {
    await revokeKey(apiKey.id);
    await keysChanged(client);
    notifications.show({ message: `Clé « ${apiKey.nom} » révoquée.` });
  };
  return (
    <>
      <Button variant="default" size="xs" aria-label={`Révoquer « ${apiKey.nom} »`} onClick={() => setAsking(true)}>
        Révoquer
      </Button>
      <Ask
        opened={asking}
        title={`Révoquer « ${apiKey.nom} » ?`}
        consequence="Les appels faits avec cette clé seront refusés immédiatement. C’est définitif."
        action="Révoquer"
        failure={error => <AccessFailure error={error} />}
        onClose={() => setAsking(false)}
        onConfirm={revoke}
      />
    </>
  );
}
