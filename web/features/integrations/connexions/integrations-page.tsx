// Every connexion ERP at a glance: how it fares, how old its data is, what comes next.
import { Button } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { FREQUENCES_IMPORT } from '#contract/values.ts';
import { linksQuery } from '../../../lib/erp-links.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { stateOfLink } from '../../../ui/erp/link-state.ts';
import { Simulateur } from '../../../ui/erp/simulateur.tsx';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { Facts, Page } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since, useNow } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { nextReading } from '../next-reading.ts';
import styles from './connexions.module.css';
import { HealthBars } from './health-bars.tsx';
import { RefreshButton } from './refresh-button.tsx';

const ConnectButton = (): ReactNode => (
  <Button component={Link} to="/integrations/connecter" leftSection={<IconPlugConnected size={16} aria-hidden />}>
    Connecter un ERP
  </Button>
);

const rhythmOf = (link: ErpLink) =>
  link.frequence === 'temps_reel' ? FREQUENCES_IMPORT.temps_reel : `Chaque jour à ${link.heure}`;

function LinkBlock({ link }: { link: ErpLink }): ReactNode {
  const now = useNow();
  const { state, word, sentence } = stateOfLink(link, now);
  return (
    <li className={styles.link}>
      <div className={styles.head}>
        <h2 className={styles.name}>
          <Link to="/integrations/$id" params={{ id: link.id }}>
            {link.nom}
          </Link>{' '}
          <Simulateur shown={link.simulateur} />
        </h2>
        <RefreshButton link={link} />
      </div>
      <p className={styles.state}>
        <StateMark state={state}>{word}</StateMark>
        <span>{sentence}.</span>
      </p>
      <div className={styles.body}>
        <Facts
          facts={[
            ['Chantiers', formatNumber(link.compteurs.chantiers)],
            [
              'Données lues',
              link.derniere_reussite_at ? <Since key="age" at={link.derniere_reussite_at} /> : 'Pas encore',
            ],
            ['Prochaine lecture', nextReading(link, now)],
            ['Arrivée des chantiers', rhythmOf(link)],
          ]}
        />
        <HealthBars link={link} detailed />
      </div>
    </li>
  );
}

/** `2 connexions · 1 à jour · 1 ne répond pas` */
function sumUp(links: ErpLink[], now: number): string {
  const words = links.map(link => stateOfLink(link, now).word.toLowerCase());
  const counts = [...new Set(words)].map(word => `${words.filter(other => other === word).length}\u00a0${word}`);
  return [formatCount(links.length, 'connexion', 'connexions'), ...counts].join(' · ');
}

const Nothing = ({ allowed }: { allowed: boolean }): ReactNode => (
  <Empty title="Aucun ERP n’est connecté" action={allowed && <ConnectButton />}>
    {allowed
      ? 'Une fois votre ERP connecté, ses chantiers arriveront ici tout seuls. Vous verrez sur cette page si tout va bien, l’âge des données et la prochaine lecture.'
      : 'Une fois un ERP connecté par un administrateur, vous verrez ici si ses chantiers arrivent bien, et depuis quand.'}
  </Empty>
);

export function IntegrationsPage(): ReactNode {
  const now = useNow();
  const { data, error, refetch } = useQuery(linksQuery);
  const allowed = isAdministrateur(useMoi());
  const links = data?.items ?? [];
  const sentence = links.length === 0 ? 'Les chantiers de votre ERP, sans ressaisie.' : sumUp(links, now);
  return (
    <Page title="Intégrations" sentence={data && sentence} action={allowed && links.length > 0 && <ConnectButton />}>
      {error && <Failure error={error} retry={refetch} right="lire les connexions ERP" />}
      {!data && !error && <WaitingFacts facts={8} />}
      {data && links.length === 0 && <Nothing allowed={allowed} />}
      {links.length > 0 && (
        <ul className={styles.links} aria-label="Connexions ERP">
          {links.map(link => (
            <LinkBlock key={link.id} link={link} />
          ))}
        </ul>
      )}
    </Page>
  );
}
