import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ChangePassword } from '#contract/session.ts';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { changePassword, openSessionsQuery } from './api.ts';

export function PasswordForm(): ReactNode {
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  if (!opened)
    return (
      <div>
        <Button variant="default" onClick={() => setOpened(true)}>
          Changer de mot de passe
        </Button>
      </div>
    );
  return (
    <SchemaForm
      schema={ChangePassword}
      narrow
      looks={{
        ancien: { title: 'Mot de passe actuel', type: 'password', autoComplete: 'current-password', focus: true },
        nouveau: {
          title: 'Nouveau mot de passe',
          type: 'password',
          autoComplete: 'new-password',
          help: 'Au moins 10 caractères ; une phrase convient. Vos autres sessions seront terminées.',
        },
      }}
      problemFields={{
        'sign_in.refused': 'ancien',
        'password.too_short': 'nouveau',
        'password.too_common': 'nouveau',
        'password.personal': 'nouveau',
      }}
      submit="Changer le mot de passe"
      onCancel={() => setOpened(false)}
      onSubmit={async body => {
        await changePassword(body);
        setOpened(false);
        notifications.show({ message: 'Mot de passe changé. Vos autres sessions sont terminées.' });
        await client.invalidateQueries({ queryKey: openSessionsQuery.queryKey });
      }}
    />
  );
}
