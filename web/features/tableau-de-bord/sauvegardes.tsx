// The backups as an administrateur sees them: how old, how it went, and one more now.
import { Button } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Sauvegarde } from '#contract/sauvegarde.ts';
import type { TableauDeBord } from '#contract/tableau-de-bord.ts';
import { formatBytes, formatInstant } from '../../lib/format.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Section } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Since, useNow } from '../../ui/time.tsx';
import { sauvegardesQuery, startSauvegarde, stateOfBackup, tableauQuery } from './api.ts';
import styles from './tableau.module.css';

const SHOWN = 5;

const WORDS = {
  en_cours: <StateMark state="gris">En cours</StateMark>,
  reussie: <StateMark state="vert">Réussie</StateMark>,
  echouee: <StateMark state="rouge">Échouée</StateMark>,
};

const COLUMNS: Column<Sauvegarde>[] = [
  { name: 'Commencée', heading: true, cell: ({ started_at }) => <Since at={started_at} /> },
  { name: 'Résultat', cell: ({ statut }) => WORDS[statut] },
  {
    name: 'Fichier',
    cell: ({ fichier, erreur }) => <span className="hub-clip hub-small">{erreur ?? fichier}</span>,
  },
  {
    name: 'Taille',
    numeric: true,
    cell: ({ octets }) => (octets === null ? null : formatBytes(octets)),
  },
];

export function Sauvegardes({ known }: { known: NonNullable<TableauDeBord['sauvegarde']> }): ReactNode {
  const now = useNow();
  const client = useQueryClient();
  const { data, error: listError } = useQuery(sauvegardesQuery);
  const { mutate, isPending, error } = useMutation({
    mutationFn: startSauvegarde,
    onSettled: () => client.invalidateQueries({ queryKey: sauvegardesQuery.queryKey }),
    onSuccess: () => client.invalidateQueries({ queryKey: tableauQuery.queryKey }),
  });
  const { state, word, sentence } = stateOfBackup(known, now);
  const running = data?.items.some(({ statut }) => statut === 'en_cours') ?? false;
  const last = known.derniere_reussie_at;
  return (
    <Section
      title="Sauvegarde"
      action={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDatabaseExport size={16} aria-hidden />}
          disabled={isPending || running}
          onClick={() => mutate()}
        >
          {isPending || running ? 'Sauvegarde en cours' : 'Sauvegarder maintenant'}
        </Button>
      }
    >
      <p className={styles.backup}>
        <StateMark state={state}>{word}</StateMark>
        <span title={last ? formatInstant(last) : undefined}>{sentence}.</span>
        <span className="hub-dim">
          Base {known.base === 'embarquee' ? 'embarquée' : 'externe'}, sauvegardée chaque nuit.
        </span>
      </p>
      {(error ?? listError) && <Failure error={error ?? listError} />}
      {data && data.items.length > 0 && (
        <DataTable caption="Dernières sauvegardes" columns={COLUMNS} rows={data.items.slice(0, SHOWN)} />
      )}
    </Section>
  );
}
