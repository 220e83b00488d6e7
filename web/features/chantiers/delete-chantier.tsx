import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Chantier } from '#contract/chantier.ts';
import { Ask } from '../../ui/dialogs.tsx';
import { Section } from '../../ui/page.tsx';
import { chantierQuery, deleteChantier, forgetChantier } from './api.ts';

export function DeleteChantier({ chantier }: { chantier: Chantier }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await deleteChantier(chantier);
    } catch (error) {
      // Read again, so that a second confirmation speaks of what is there now.
      void client.invalidateQueries({ queryKey: chantierQuery(chantier.id).queryKey });
      throw error;
    }
    notifications.show({ message: `Chantier ${chantier.code} supprimé.` });
    await navigate({ to: '/chantiers' });
    forgetChantier(client, chantier);
  };
  return (
    <Section title="Supprimer">
      <div className="hub-row">
        <Button
          variant="outline"
          color="rouge"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          Supprimer ce chantier
        </Button>
        <span className="hub-dim">Un chantier terminé se ferme ; ne supprimez qu’une erreur de saisie.</span>
      </div>
      <Ask
        opened={asking}
        title={`Supprimer « ${chantier.nom} » ?`}
        consequence="Il disparaîtra des listes, des recherches et de l’API, pour tout le monde."
        action="Supprimer"
        onClose={() => setAsking(false)}
        onConfirm={remove}
      />
    </Section>
  );
}
