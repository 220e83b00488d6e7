// Everything the hub holds of a person, as a file (RGPD, art. 15 and 20).
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { DonneesPersonne } from '#contract/personne.ts';
import { api } from '../../lib/api.ts';
import { download } from '../../lib/download.ts';
import { parisDay } from '../../lib/format.ts';
import { Failure } from '../failure.tsx';

export function DonneesButton({ id, label }: { id: string; label: string }): ReactNode {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api<DonneesPersonne>('GET', `/api/v1/personnes/${encodeURIComponent(id)}/donnees`),
    onSuccess: donnees =>
      download(`donnees-${parisDay(Date.now())}.json`, JSON.stringify(donnees, null, 2), 'application/json'),
  });
  return (
    <div className="hub-stack">
      <div>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={isPending}
          onClick={() => mutate()}
        >
          {label}
        </Button>
      </div>
      {error && <Failure error={error} />}
    </div>
  );
}
