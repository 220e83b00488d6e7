// The first two steps: which ERP, and with what access. From the third on, the connexion exists and has its own page.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Connecteur } from '#contract/erp-link.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Page } from '../../../ui/page.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { connecteursQuery } from '../api.ts';
import { Steps } from '../steps.tsx';
import { AccessStep } from './access-step.tsx';
import styles from './connect.module.css';

const route = getRouteApi('/app/integrations/connecter');

const Choices = ({ connecteurs }: { connecteurs: Connecteur[] }): ReactNode => (
  <ul className={styles.choices} aria-label="ERP possibles">
    {connecteurs.map(({ kind, nom, resume }) => (
      <li key={kind}>
        <Link from="/integrations/connecter" to="." search={{ erp: kind }} className={styles.choice}>
          <span className={styles.choiceName}>{nom}</span>
          <span className="hub-dim">{resume}</span>
        </Link>
      </li>
    ))}
  </ul>
);

function Content(): ReactNode {
  const { erp } = route.useSearch();
  const { data, error, refetch } = useQuery(connecteursQuery);
  if (error) return <Failure error={error} retry={refetch} right="connecter un ERP" />;
  if (!data) return <WaitingFacts facts={4} />;
  const chosen = data.items.find(({ kind }) => kind === erp);
  return (
    <>
      <Steps current={chosen ? 1 : 0} />
      {chosen ? <AccessStep key={chosen.kind} connecteur={chosen} /> : <Choices connecteurs={data.items} />}
    </>
  );
}

export function ConnectPage(): ReactNode {
  const allowed = isAdministrateur(useMoi());
  return (
    <Page
      title="Connecter un ERP"
      before={
        <Link to="/integrations" className="hub-link">
          Intégrations
        </Link>
      }
      sentence="Rien n’est écrit dans vos chantiers avant que vous ayez vu l’aperçu."
    >
      {allowed ? (
        <Content />
      ) : (
        <Notice state="gris" title="Vous n’avez pas ce droit">
          <p>Connecter un ERP est réservé aux administrateurs.</p>
        </Notice>
      )}
    </Page>
  );
}
