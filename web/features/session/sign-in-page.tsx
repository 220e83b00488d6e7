import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Session, SignIn } from '#contract/session.ts';
import { isProblem } from '../../lib/api.ts';
import { safeReturn, sessionQuery } from '../../lib/session.ts';
import { Notice } from '../../ui/failure.tsx';
import { SchemaForm } from '../../ui/schema-form.tsx';
import { signIn } from './api.ts';
import styles from './door.module.css';
import { Door } from './door.tsx';

const route = getRouteApi('/connexion');
const Identity = SignIn.omit({ code_totp: true });
const Code = SignIn.pick({ code_totp: true }).required();
type Identity = Omit<SignIn, 'code_totp'>;

const REASONS = {
  expiree: 'Votre session est terminée. Reconnectez-vous : vous reviendrez où vous étiez.',
  ancienne: 'Pour gérer des clés, votre connexion doit dater de moins de 12 h. Reconnectez-vous : vous y reviendrez.',
};

const Forgotten = (): ReactNode => (
  <details className={styles.forgotten}>
    <summary>Mot de passe oublié ?</summary>
    <p>
      Demandez un lien de connexion à un administrateur de votre entreprise : il le crée depuis la page Personnes et
      vous le remet. Ce lien vous laisse choisir un nouveau mot de passe.
    </p>
    <p className="hub-dim">Vous êtes le seul administrateur ? Sur le serveur : npm run admin-link.</p>
  </details>
);

function useEnter(): (session: Session) => Promise<void> {
  const client = useQueryClient();
  const router = useRouter();
  const { retour } = route.useSearch();
  return async session => {
    // Nothing read by whoever was here before may show.
    client.clear();
    client.setQueryData(sessionQuery.queryKey, session);
    await router.invalidate();
    router.history.push(safeReturn(retour));
  };
}

export function SignInPage(): ReactNode {
  const { motif } = route.useSearch();
  const enter = useEnter();
  const [waiting, setWaiting] = useState<Identity | null>(null);
  const identify = async (identity: Identity) => {
    try {
      await enter(await signIn(identity));
    } catch (error) {
      if (!isProblem(error, 'sign_in.totp_required')) throw error;
      setWaiting(identity);
    }
  };
  if (waiting)
    return (
      <Door title="Code de sécurité">
        <p className="hub-dim">Ouvrez votre application d’authentification et recopiez le code à 6 chiffres.</p>
        <SchemaForm
          key="code"
          schema={Code}
          narrow
          looks={{ code_totp: { autoComplete: 'one-time-code', inputMode: 'numeric', focus: true } }}
          problemFields={{ 'sign_in.totp_refused': 'code_totp' }}
          submit="Se connecter"
          onSubmit={async ({ code_totp }) => enter(await signIn({ ...waiting, code_totp }))}
        />
        <div>
          <Button variant="subtle" size="xs" onClick={() => setWaiting(null)}>
            Revenir à l’identifiant
          </Button>
        </div>
      </Door>
    );
  return (
    <Door title="Connexion">
      {motif && <Notice state="gris" title={REASONS[motif]} />}
      <SchemaForm
        key="identity"
        schema={Identity}
        narrow
        looks={{
          identifiant: { autoComplete: 'username', focus: true },
          mot_de_passe: { type: 'password', autoComplete: 'current-password' },
        }}
        submit="Se connecter"
        onSubmit={identify}
      />
      <Forgotten />
    </Door>
  );
}
