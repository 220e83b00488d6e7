// Outside of any page: the demonstration banner, the offline line, the 404 and the last net under errors.
import { Button } from '@mantine/core';
import { type ErrorComponentProps, Link, Outlet, useRouter } from '@tanstack/react-router';
import { type ReactNode, useSyncExternalStore } from 'react';
import { isDemo } from '../lib/session.ts';
import { Failure } from '../ui/failure.tsx';
import { Page } from '../ui/page.tsx';
import styles from './layout.module.css';

const subscribe = (changed: () => void) => {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
};

const Banners = (): ReactNode => {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <section aria-label="Annonces">
      {isDemo() && <p className={styles.demo}>Démonstration — données fictives</p>}
      <div role="status">
        {!online && (
          <p className={styles.offline}>
            Vous êtes hors connexion : l’écran montre ce qui avait été lu. Seule la saisie des heures s’enregistre, sur
            cet appareil.
          </p>
        )}
      </div>
    </section>
  );
};

export const Root = (): ReactNode => (
  <>
    <Banners />
    <Outlet />
  </>
);

export const NotFound = (): ReactNode => (
  <main className={styles.alone}>
    <Page title="Page introuvable" sentence="Cette adresse ne mène à rien : elle a pu être mal recopiée.">
      <div>
        <Button component={Link} to="/">
          Aller au tableau de bord
        </Button>
      </div>
    </Page>
  </main>
);

/** A page that fails keeps the shell around it: the rest of the hub stays one click away. */
export function Broken({ error, reset }: ErrorComponentProps): ReactNode {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <Page title="La page ne s’affiche pas">
      <Failure error={error} retry={retry} />
    </Page>
  );
}

export const BrokenAlone = (props: ErrorComponentProps): ReactNode => (
  <main className={styles.alone}>
    <Broken {...props} />
  </main>
);
