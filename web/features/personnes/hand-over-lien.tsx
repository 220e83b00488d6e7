// A one-time link that the administrateur hands over himself, shown once.
import { Button, Modal, TextInput } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Personne } from '#contract/personne.ts';
import { formatInstant } from '../../lib/format.ts';
import { Copy } from '../../ui/copy.tsx';
import { Failure, Notice } from '../../ui/failure.tsx';
import { createLien } from './api.ts';

export function HandOverLien({ personne }: { personne: Personne }): ReactNode {
  const { mutate, data, error, isPending, reset } = useMutation({ mutationFn: () => createLien(personne) });
  const name = `${personne.prenom} ${personne.nom}`;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={16} aria-hidden />}
        loading={isPending}
        onClick={() => mutate()}
      >
        Remettre un lien de connexion
      </Button>
      {error && <Failure error={error} />}
      <Modal
        opened={data !== undefined}
        onClose={reset}
        title={`Lien de connexion de ${name}`}
        size="34rem"
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Fermer' }}
      >
        {data && (
          <div className="hub-stack">
            <Notice state="ambre" title="Ce lien ne sera plus montré">
              <p>
                Remettez-le à {name} seulement, de vive voix ou par un message privé : il ouvre son compte. Il sert une
                fois et vaut jusqu’au {formatInstant(data.expires_at)}.
              </p>
            </Notice>
            <TextInput
              label="Lien"
              readOnly
              data-autofocus
              value={data.url}
              onFocus={event => event.currentTarget.select()}
            />
            <Copy text={data.url} label="Copier le lien" />
          </div>
        )}
      </Modal>
    </>
  );
}
