import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { STATUTS_CHANTIER, type StatutChantier } from '#contract/values.ts';
import { formatCount, formatNumber } from '../../lib/format.ts';
import { canChangeChantiers, isAdministrateur, useMoi } from '../../lib/session.ts';
import { Empty, Failure } from '../../ui/failure.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { StatutMark } from '../../ui/statut-chantier.tsx';
import { useNow } from '../../ui/time.tsx';
import { WaitingFacts } from '../../ui/waiting.tsx';
import { stateOfBackup, tableauQuery } from './api.ts';
import { AujourdHui } from './aujourd-hui.tsx';
import { ErpLinks } from './erp-links.tsx';
import { AValider, Manquants, MaSemaine } from './heures.tsx';
import { Sauvegardes } from './sauvegardes.tsx';
import styles from './tableau.module.css';

const STATUTS = Object.keys(STATUTS_CHANTIER) as StatutChantier[];

const Counts = ({ chantiers }: { chantiers: TableauDeBord['chantiers'] }): ReactNode => (
  <ul className={styles.counts}>
    {STATUTS.map(statut => (
      <li key={statut}>
        <Link to="/chantiers" search={{ statut }} className={styles.count}>
          <StatutMark statut={statut} />
          <span className={styles.figure}>{formatNumber(chantiers[statut])}</span>
        </Link>
      </li>
    ))}
  </ul>
);

const NewChantier = (): ReactNode => (
  <Button component={Link} to="/chantiers/nouveau" leftSection={<IconPlus size={16} aria-hidden />}>
    Nouveau chantier
  </Button>
);

function useSentence(data: TableauDeBord | undefined, count: number): ReactNode {
  const now = useNow();
  if (!data) return undefined;
  const parts = [
    `${formatCount(count, 'chantier', 'chantiers')}, dont ${formatNumber(data.chantiers.en_cours)} en cours`,
  ];
  if (data.personnes_actives !== null)
    parts.push(formatCount(data.personnes_actives, 'personne active', 'personnes actives'));
  if (data.sauvegarde && stateOfBackup(data.sauvegarde, now).state === 'vert') parts.push('sauvegarde à jour');
  return parts.join(' · ');
}

export function TableauPage(): ReactNode {
  const moi = useMoi();
  const { data, error, refetch } = useQuery(tableauQuery);
  const count = data ? STATUTS.reduce((sum, statut) => sum + data.chantiers[statut], 0) : 0;
  const sentence = useSentence(data, count);
  const canCreate = canChangeChantiers(moi);
  return (
    <Page title="Tableau de bord" sentence={sentence} action={canCreate && <NewChantier />}>
      {error && <Failure error={error} retry={refetch} />}
      {!data && !error && <WaitingFacts facts={4} />}
      {data && <AujourdHui today={data.aujourd_hui} own={moi.role === 'compagnon' && !moi.gestionnaire_paie} />}
      {data?.ma_semaine && <MaSemaine week={data.ma_semaine} />}
      {data?.manquants && <Manquants missing={data.manquants} />}
      {data?.a_valider && <AValider weeks={data.a_valider} />}
      {data && (
        <Section
          title="Chantiers par statut"
          action={
            <Link to="/chantiers" className="hub-link">
              Voir tous les chantiers
            </Link>
          }
        >
          {count > 0 ? (
            <Counts chantiers={data.chantiers} />
          ) : (
            <Empty title="Pas encore de chantier" action={canCreate && <NewChantier />}>
              {canCreate
                ? 'Vos chantiers seront comptés ici par statut. Commencez par créer le premier.'
                : 'Les chantiers dont vous faites partie de l’équipe seront comptés ici. Un conducteur peut vous y ajouter.'}
            </Empty>
          )}
        </Section>
      )}
      <ErpLinks />
      {data?.sauvegarde && isAdministrateur(moi) && <Sauvegardes known={data.sauvegarde} />}
    </Page>
  );
}
