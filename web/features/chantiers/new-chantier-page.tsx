import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CreateChantier } from '#contract/chantier.ts';
import { canChangeChantiers, useMoi } from '../../lib/session.ts';
import { Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { createChantier, keepChantier } from './api.ts';
import { CHANTIER_LOOKS, CHANTIER_PROBLEMS, CHANTIER_SECTIONS, chantierControls } from './chantier-form.tsx';

const LOOKS = {
  ...CHANTIER_LOOKS,
  nom: { wide: true, focus: true },
  code: { help: 'Laissez vide pour recevoir le prochain code libre' },
};
const CONTROLS = chantierControls(null);

export function NewChantierPage(): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const allowed = canChangeChantiers(useMoi());
  const create = async (body: CreateChantier) => {
    const chantier = await createChantier(body);
    keepChantier(client, chantier);
    notifications.show({ message: `Chantier ${chantier.code} créé.` });
    await navigate({ to: '/chantiers/$id', params: { id: chantier.id } });
  };
  return (
    <Page
      title="Nouveau chantier"
      before={
        <Link to="/chantiers" className="hub-link">
          Chantiers
        </Link>
      }
      sentence="Seul le nom est obligatoire ; le reste peut venir plus tard."
    >
      {allowed ? (
        <SchemaForm
          schema={CreateChantier}
          guarded
          sections={CHANTIER_SECTIONS}
          looks={LOOKS}
          replace={CONTROLS}
          problemFields={CHANTIER_PROBLEMS}
          submit="Créer le chantier"
          onCancel={() => void navigate({ to: '/chantiers' })}
          onSubmit={create}
        />
      ) : (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Créer un chantier est réservé aux administrateurs et aux conducteurs de travaux.</p>
        </Notice>
      )}
    </Page>
  );
}
