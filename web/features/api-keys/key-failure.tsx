// Managing keys asks for a recent sign-in: the refusal offers the way back in.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '../../lib/api.ts';
import { Failure, Notice } from '../../ui/failure.tsx';

export function KeyFailure({ error, retry }: { error: unknown; retry?: () => void }): ReactNode {
  if (!isProblem(error, 'sign_in.too_old')) return <Failure error={error} retry={retry} />;
  return (
    <Notice state="ambre" title={error.title} alert>
      <p>{error.detail}</p>
      <div>
        <Button component={Link} to="/connexion?retour=%2Fapi-keys&motif=ancienne" variant="default" size="xs">
          Se reconnecter
        </Button>
      </div>
    </Notice>
  );
}
