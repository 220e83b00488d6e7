import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { linkQuery, linksQuery } from '../../../lib/erp-links.ts';
import { formatCount } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Section } from '../../../ui/page.tsx';
import { renewChantiers, retireLink } from '../api.ts';

export function RetireLink({ link }: { link: ErpLink }): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const retire = async () => {
    await retireLink(link);
    notifications.show({ message: `${spokenName(link)} n’est plus connecté.` });
    await client.invalidateQueries({ queryKey: linksQuery.queryKey });
    await navigate({ to: '/integrations' });
    client.removeQueries({ queryKey: linkQuery(link.id).queryKey });
    renewChantiers(client);
  };
  const { chantiers } = link.compteurs;
  return (
    <Section title="Retirer la connexion">
      <div className="hub-row">
        <Button
          variant="outline"
          color="rouge"
          leftSection={<IconPlugConnectedX size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          Retirer cette connexion
        </Button>
        <span className="hub-dim">Pour arrêter un moment, mettez-la plutôt en pause.</span>
      </div>
      <Ask
        opened={asking}
        title={`Retirer « ${spokenName(link)} » ?`}
        consequence={`Plus rien n’arrivera de cet ERP et sa clé sera effacée. ${formatCount(chantiers, 'chantier arrivé par elle reste ici et redevient modifiable', 'chantiers arrivés par elle restent ici et redeviennent modifiables')}. Rien ne change dans l’ERP.`}
        action="Retirer la connexion"
        onClose={() => setAsking(false)}
        onConfirm={retire}
      />
    </Section>
  );
}
