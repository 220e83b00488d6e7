import { Button } from '@mantine/core';
import { IconMailForward } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatCount } from '../../../lib/format.ts';
import { AccessFailure } from '../../../ui/access/access-failure.tsx';
import { invitePersonnes } from '../api.ts';
import { HandedLinks } from './handed-links.tsx';

/** One press, one link each; then the links take its place. */
export function InviteButton({ ids }: { ids: string[] }): ReactNode {
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => invitePersonnes(ids), gcTime: 0 });
  if (data) return <HandedLinks invitations={data} />;
  return (
    <div className="hub-stack">
      <div>
        <Button
          leftSection={<IconMailForward size={16} aria-hidden />}
          loading={isPending}
          disabled={ids.length === 0}
          onClick={() => mutate()}
        >
          {ids.length === 0 ? 'Inviter' : `Inviter ${formatCount(ids.length, 'personne', 'personnes')}`}
        </Button>
      </div>
      {error && <AccessFailure error={error} />}
    </div>
  );
}
