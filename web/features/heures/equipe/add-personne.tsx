// Somebody nobody had planned: from the team first, then anybody.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Side } from '../../../ui/dialogs.tsx';
import { type Choice, Lookup } from '../../../ui/lookup.tsx';
import { personnesQuery } from '../api.ts';
import { fullName } from '../words.ts';
import styles from './equipe.module.css';
import type { Personne, Rang } from './equipe-rules.ts';

type AddProps = {
  opened: boolean;
  outside: Rang[];
  known: string[];
  model: Pick<Rang, 'minutes' | 'plages'>;
  onClose: () => void;
  onAdd: (personne: Personne) => void;
};

const TYPING_MS = 200;

export function AddPersonne({ opened, outside, known, model, onClose, onAdd }: AddProps): ReactNode {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), TYPING_MS);
  const { data, error } = useQuery({ ...personnesQuery(asked), enabled: opened && asked.length > 1 });
  const found = asked.length > 1 ? (data?.items ?? []).filter(({ id }) => !known.includes(id)) : [];
  const add = (personne: Personne) => {
    onAdd(personne);
    setWords('');
    onClose();
  };
  const choices = found.map(personne => ({ key: personne.id, label: fullName(personne), personne }));
  const choose = ({ personne }: Choice & { personne: (typeof found)[number] }) =>
    add({
      personne_id: personne.id,
      nom: personne.nom,
      prenom: personne.prenom,
      type_personne: personne.type_personne,
      attendue: 'pointage',
      propose: { minutes: model.minutes, plages: model.plages },
      pointage: null,
      autres_minutes: 0,
      absence: null,
    });
  return (
    <Side opened={opened} title="Ajouter une personne" onClose={onClose}>
      <div className="hub-stack">
        {outside.length > 0 && (
          <ul className={styles.outside}>
            {outside.map(({ personne }) => (
              <li key={personne.personne_id}>
                <button type="button" className={styles.add} onClick={() => add(personne)}>
                  {fullName(personne)}
                </button>
              </li>
            ))}
          </ul>
        )}
        <Lookup
          label="Quelqu’un d’autre"
          placeholder="Nom ou prénom"
          text={words}
          onText={setWords}
          choices={choices}
          onChoose={choose}
          nothing={asked.length > 1 ? (error ? 'Le hub ne répond pas' : 'Personne de ce nom') : ''}
          maxLength={100}
        />
      </div>
    </Side>
  );
}
