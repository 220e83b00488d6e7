// What gives access asks for a recent sign-in: the refusal offers the way back in, and back here.
import { Button } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '../../lib/api.ts';
import { Failure, Notice } from '../failure.tsx';

/** Any other failure looks as it does everywhere. */
export function AccessFailure({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  const { pathname } = useLocation();
  if (!isProblem(error, 'sign_in.too_old')) return <Failure error={error} retry={retry} />;
  return (
    <Notice state="ambre" title={error.title} alert>
      <p>{error.detail}</p>
      <div>
        <Button
          component={Link}
          to={`/connexion?retour=${encodeURIComponent(pathname)}&motif=ancienne`}
          variant="default"
          size="xs"
        >
          Se reconnecter
        </Button>
      </div>
    </Notice>
  );
}
