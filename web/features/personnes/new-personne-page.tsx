import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { CreatePersonne } from '#contract/personne.ts';
import { isAdministrateur, useMoi } from '../../lib/session.ts';
import { Notice } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { createPersonne, keepPersonne } from './api.ts';
import { PERSONNE_LOOKS, PERSONNE_PROBLEMS, PERSONNE_REPLACED, PERSONNE_SECTIONS } from './personne-form.tsx';

export function NewPersonnePage(): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const allowed = isAdministrateur(useMoi());
  const create = async (body: CreatePersonne) => {
    const personne = await createPersonne(body);
    keepPersonne(client, personne);
    notifications.show({
      message: `${personne.prenom} ${personne.nom} : fiche ajoutée. Remettez-lui un lien de connexion.`,
    });
    await navigate({ to: '/personnes/$id', params: { id: personne.id } });
  };
  return (
    <Page
      title="Nouvelle personne"
      before={
        <Link to="/personnes" className="hub-link">
          Personnes
        </Link>
      }
      sentence="Elle choisira son mot de passe par un lien que vous lui remettrez ensuite."
    >
      {allowed ? (
        <SchemaForm
          schema={CreatePersonne}
          guarded
          sections={PERSONNE_SECTIONS}
          looks={PERSONNE_LOOKS}
          replace={PERSONNE_REPLACED}
          problemFields={PERSONNE_PROBLEMS}
          submit="Ajouter la personne"
          onCancel={() => void navigate({ to: '/personnes' })}
          onSubmit={create}
        />
      ) : (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Ajouter une personne est réservé aux administrateurs.</p>
        </Notice>
      )}
    </Page>
  );
}
