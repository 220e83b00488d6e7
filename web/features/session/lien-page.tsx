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
  premiere_connexion: 'Vous serez le premier administrateur du hub : choisissez comment vous y entrerez.',
  invitation: 'Choisissez votre mot de passe pour entrer.',
  mot_de_passe_oublie: 'Choisissez un nouveau mot de passe. Vos autres sessions seront terminées.',
};

const again = { encore: z.string().min(1).max(200).meta({ title: 'Mot de passe, encore une fois' }) };
type Chosen = Omit<UseLien, 'jeton'> & { encore: string };
const same = { path: ['encore'], message: 'Les deux mots de passe diffèrent.' };
const isSame = ({ mot_de_passe, encore }: Chosen) => mot_de_passe === encore;

const Password = UseLien.pick({ mot_de_passe: true }).extend(again).refine(isSame, same);
/** The very first administrateur has no name here yet: he says who he is. */
const Identity = UseLien.omit({ jeton: true })
  .required({ prenom: true, nom: true })
  .extend(again)
  .refine(isSame, same)
  .refine(({ email, telephone }) => email || telephone, {
    path: ['email'],
    message: 'Donnez un e-mail ou un téléphone : il vous servira à vous connecter.',
  });

const PASSWORDS = { title: 'Votre mot de passe', fields: ['mot_de_passe', 'encore'] };
const IDENTITY = { title: 'Qui êtes-vous ?', fields: ['prenom', 'nom', 'email', 'telephone'] };

const LOOKS = {
  prenom: { autoComplete: 'given-name', focus: true },
  nom: { autoComplete: 'family-name' },
  email: { autoComplete: 'username' },
  telephone: { autoComplete: 'tel-national', inputMode: 'tel', help: 'Par exemple 06 12 34 56 78' },
  mot_de_passe: {
    type: 'password',
    autoComplete: 'new-password',
    title: 'Nouveau mot de passe',
    help: 'Au moins 10 caractères ; une phrase convient.',
  },
  encore: { type: 'password', autoComplete: 'new-password' },
} as const;

const PROBLEMS = {
  'password.too_short': 'mot_de_passe',
  'password.too_common': 'mot_de_passe',
  'password.personal': 'mot_de_passe',
  'personne.email_taken': 'email',
  'personne.telephone_taken': 'telephone',
  'personne.telephone_invalid': 'telephone',
  'personne.no_identifiant': 'email',
};

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
  const nameless = lien.identifiants.length === 0;
  const choose = async ({ encore: _, ...body }: Chosen) => {
    try {
      const session = await spendLien({ jeton, ...body });
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
        {!nameless && `Vous vous connecterez avec ${lien.identifiants.map(formatPhone).join(' ou ')}. `}
        Ce lien sert une fois et vaut jusqu’au {formatInstant(lien.expires_at)}.
      </p>
      {/* For password managers: which account this password belongs to. */}
      {!nameless && <input type="hidden" autoComplete="username" value={lien.identifiants[0] ?? ''} readOnly />}
      <SchemaForm
        schema={nameless ? Identity : Password}
        narrow
        sections={nameless ? [IDENTITY, PASSWORDS] : [{ fields: PASSWORDS.fields }]}
        looks={LOOKS}
        problemFields={PROBLEMS}
        submit="Enregistrer et se connecter"
        onSubmit={value => choose(value as Chosen)}
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
  const named = data && data.identifiants.length > 0;
  const title = named ? `Bonjour ${data.prenom} ${data.nom}` : data ? 'Bienvenue' : 'Lien de connexion';
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
