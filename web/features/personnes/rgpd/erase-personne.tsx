// The erasure of a person: for good, so it is asked in words and with his name typed.
import { Button, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { EffacerPersonne, type Personne } from '#contract/personne.ts';
import { fold } from '../../../lib/format.ts';
import { AccessFailure } from '../../../ui/access/access-failure.tsx';
import { Ask } from '../../../ui/dialogs.tsx';
import { erasePersonne, keepPersonne } from '../api.ts';

/** Said at its field. */
class Incomplete extends Error {}

const Consequences = (): ReactNode => (
  <ul>
    <li>Son compte, ses sessions, ses liens et ses clés API cessent aussitôt.</li>
    <li>Son nom, ses contacts, son matricule, ses métiers et ses places dans les équipes disparaissent.</li>
    <li>Ses heures et ses variables de paie restent six ans, sous « Personne effacée ».</li>
    <li>Les sauvegardes de nuit la contiennent encore jusqu’à leur propre suppression.</li>
  </ul>
);

export function ErasePersonne({ personne }: { personne: Personne }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [motif, setMotif] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const named = fold(typed.trim()) === fold(personne.nom);
  const read = EffacerPersonne.safeParse({ motif });
  const erase = async () => {
    setTried(true);
    if (!read.success || !named) throw new Incomplete();
    keepPersonne(client, await erasePersonne(personne, read.data.motif));
    client.removeQueries({ queryKey: ['personnes', 'cles', personne.id] });
    notifications.show({ message: 'Personne effacée.' });
  };
  return (
    <>
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          Effacer cette personne
        </Button>
      </div>
      <Ask
        opened={asking}
        title={`Effacer ${personne.prenom} ${personne.nom}, définitivement ?`}
        consequence={
          <div className="hub-stack">
            <p>Rien ne pourra la faire revenir. Pour la suspendre seulement, désactivez-la.</p>
            <Consequences />
            <Textarea
              label="Motif"
              description="Gardé pour prouver l’effacement : n’y écrivez pas son nom"
              maxLength={500}
              autosize
              minRows={2}
              error={tried && !read.success && 'Au moins 3 caractères.'}
              value={motif}
              onChange={event => setMotif(event.currentTarget.value)}
            />
            <TextInput
              label={`Pour confirmer, écrivez son nom : ${personne.nom}`}
              autoComplete="off"
              error={tried && !named && 'Ce n’est pas son nom.'}
              value={typed}
              onChange={event => setTyped(event.currentTarget.value)}
            />
          </div>
        }
        action="Effacer définitivement"
        failure={error => (error instanceof Incomplete ? null : <AccessFailure error={error} />)}
        onClose={() => setAsking(false)}
        onConfirm={erase}
      />
    </>
  );
}
