// The next steps of a chantier: only those its statut allows, each saying what it does before doing it.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { STATUTS_CHANTIER } from '#contract/values.ts';
import { Ask } from '../../ui/dialogs.tsx';
import { changeStatut, chantierQuery, keepChantier } from './api.ts';
import { type Transition, transitionsFrom } from './statut.ts';

export function StatutActions({ chantier }: { chantier: Chantier }): ReactNode {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Transition | null>(null);
  const [last, setLast] = useState<Transition | null>(null);
  const ask = (transition: Transition) => {
    setLast(transition);
    setAsked(transition);
  };
  const confirm = async () => {
    if (!asked) return;
    try {
      const changed = await changeStatut(chantier, asked.to);
      keepChantier(client, changed);
      notifications.show({ message: `Statut : ${STATUTS_CHANTIER[changed.statut].toLowerCase()}.` });
    } catch (error) {
      void client.invalidateQueries({ queryKey: chantierQuery(chantier.id).queryKey });
      throw error;
    }
  };
  return (
    <>
      {transitionsFrom(chantier.statut).map(transition => (
        <Button key={transition.to} variant="default" onClick={() => ask(transition)}>
          {transition.verb}
        </Button>
      ))}
      <Ask
        opened={asked !== null}
        title={`${last?.verb ?? ''} « ${chantier.nom} » ?`}
        consequence={last?.consequence}
        action={last?.verb ?? ''}
        dangerous={last?.final ?? false}
        onClose={() => setAsked(null)}
        onConfirm={confirm}
      />
    </>
  );
}
