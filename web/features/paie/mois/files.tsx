// What leaves the hub for pay: the file of the month, and the relevé of each agency, week by week.

import { Button, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ajouterJours, bornesDe, lundiAvant, semaineDe } from '#contract/calendrier.ts';
import { sayWeek } from '#contract/dates.ts';
import { Failure } from '../../../ui/failure.tsx';
import { capital } from '../../../ui/paie/words.ts';
import { agencesQuery, csvPath, relevePath } from '../api.ts';
import styles from './mois.module.css';

/** The weeks that have a day in that month. */
function weeksIn(mois: string): string[] {
  const { debut, fin } = bornesDe(mois);
  const found: string[] = [];
  for (let lundi = lundiAvant(debut); lundi <= fin; lundi = ajouterJours(lundi, 7)) found.push(semaineDe(lundi));
  return found;
}

export const CsvLink = ({ mois }: { mois: string }): ReactNode => (
  <Button
    component="a"
    href={csvPath(mois)}
    download
    variant="default"
    leftSection={<IconDownload size={16} aria-hidden />}
  >
    Fichier de paie (CSV)
  </Button>
);

export function Releves({ mois }: { mois: string }): ReactNode {
  const { data: agences, error } = useQuery(agencesQuery);
  const weeks = weeksIn(mois);
  const [agence, setAgence] = useState<string>();
  const [semaine, setSemaine] = useState<string>();
  if (error) return <Failure error={error} right="lire les personnes" />;
  if (!agences) return null;
  if (agences.length === 0)
    return <p className="hub-dim">Aucun intérimaire : son agence se dit sur la fiche de la personne.</p>;
  const chosen = semaine && weeks.includes(semaine) ? semaine : weeks[0]!;
  return (
    <div className={styles.files}>
      <NativeSelect
        label="Agence"
        data={agences}
        value={agence ?? agences[0]}
        onChange={event => setAgence(event.currentTarget.value)}
      />
      <NativeSelect
        label="Semaine"
        data={weeks.map(value => ({ value, label: capital(sayWeek(value)) }))}
        value={chosen}
        onChange={event => setSemaine(event.currentTarget.value)}
      />
      <Button
        component="a"
        href={relevePath(chosen, agence ?? agences[0]!)}
        download
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
      >
        Relevé (PDF)
      </Button>
    </div>
  );
}
