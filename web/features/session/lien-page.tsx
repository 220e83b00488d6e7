// A one-time link: the token sits after the #, which browsers never send, so that it reaches no log.
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { z } from 'zod';
import { type LienOuvert, UseLien } from '#contract/session.ts';
import { isProblem } from '../../lib/api.ts';
import { formatInstant, formatPhone } from '../../lib/format.ts';
import { sessionQuery } from '../../lib/session.ts';
import { Failure, Notice } from '../../ui/failure.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { WaitingFacts } from '../../ui/waiting.tsx';
import { readLien, spendLien } from './api.ts';
import { Door } from './door.tsx';

const WELCOME: Record<LienOuvert['motif'], string> = {
  premiere_connexion: 'Choisissez le mot de passe avec lequel vous administrerez le hub.',
  invitation: 'Choisissez votre mot de passe pour entrer.',
  mot_de_passe_oublie: 'Choisissez un nouveau mot de passe. Vos autres sessions seront terminées.',
};

const ChosenPassword = UseLien.omit({ jeton: true }).extend({
  encore: z.string().min(1).max(200).meta({ title: 'Mot de passe, encore une fois' }),
});
const Password = ChosenPassword.refine(({ mot_de_passe, encore }) => mot_de_passe === encore, {
  path: ['encore'],
  message: 'Les deux mots de passe diffèrent.',
});

function Dead(): ReactNode {
  return (
    <Notice state="ambre" title="Ce lien a expiré ou a déjà servi" alert>
      <p>Demandez-en un nouveau à un administrateur : il le crée depuis la page Personnes.</p>
      <div>
        <Button component={Link} to="/connexion" variant="default" size="xs">
          Aller à la connexion
        </Button>
      </div>
    </Notice>
  );
}

function Welcome({ jeton, lien }: { jeton: string; lien: LienOuvert }): ReactNode {
  const client = useQueryClient();
  const router = useRouter();
  const [dead, setDead] = useState(false);
  const choose = async ({ mot_de_passe }: { mot_de_passe: string }) => {
    try {
      const session = await spendLien(jeton, mot_de_passe);
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
    } catch (error) {
      if (isProblem(error, 'lien.refused')) return setDead(true);
      throw error;
    }
    await router.invalidate();
    await router.navigate({ to: '/', replace: true });
  };
  if (dead) return <Dead />;
  return (
    <>
      <p>{WELCOME[lien.motif]}</p>
      <p className="hub-dim">
        Vous vous connecterez avec {lien.identifiants.map(formatPhone).join(' ou ')}. Ce lien vaut jusqu’au{' '}
        {formatInstant(lien.expires_at)}.
      </p>
      {/* For password managers: which account this password belongs to. */}
      <input type="hidden" autoComplete="username" value={lien.identifiants[0] ?? ''} readOnly />
      <SchemaForm
        schema={Password}
        narrow
        looks={{
          mot_de_passe: {
            type: 'password',
            autoComplete: 'new-password',
            title: 'Nouveau mot de passe',
            help: 'Au moins 10 caractères ; une phrase convient.',
            focus: true,
          },
          encore: { type: 'password', autoComplete: 'new-password' },
        }}
        problemFields={{
          'password.too_short': 'mot_de_passe',
          'password.too_common': 'mot_de_passe',
          'password.personal': 'mot_de_passe',
        }}
        submit="Enregistrer et se connecter"
        onSubmit={choose}
      />
    </>
  );
}

export function LienPage(): ReactNode {
  const [jeton] = useState(() => window.location.hash.slice(1));
  // Out of the address and of the history, as soon as it is read.
  useEffect(() => history.replaceState(history.state, '', window.location.pathname), []);
  const wellFormed = UseLien.shape.jeton.safeParse(jeton).success;
  const { data, error, refetch } = useQuery({
    queryKey: ['lien', jeton],
    queryFn: () => readLien(jeton),
    enabled: wellFormed,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = data ? `Bonjour ${data.prenom} ${data.nom}` : 'Lien de connexion';
  return (
    <Door title={title}>
      {!wellFormed || isProblem(error, 'lien.refused') ? (
        <Dead />
      ) : (
        <>
          {error && <Failure error={error} retry={refetch} />}
          {!data && !error && <WaitingFacts facts={2} />}
          {data && <Welcome jeton={jeton} lien={data} />}
        </>
      )}
    </Door>
  );
}
