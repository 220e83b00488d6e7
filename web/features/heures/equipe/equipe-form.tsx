// The team's day: one line a person, one button for all of it.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { EquipeDuJour } from '#contract/pointage.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { equipeQuery } from '../api.ts';
import { useSaveEntree } from '../attente/use-save.ts';
import day from '../day.module.css';
import { Reason } from '../reason.tsx';
import { fullName } from '../words.ts';
import { AddPersonne } from './add-personne.tsx';
import styles from './equipe.module.css';
import { EquipeRow } from './equipe-row.tsx';
import { asksReason, dayBefore, likeAbove, likeThen, lotOf, peopleIn, type Rang, rangsOf } from './equipe-rules.ts';

type FormProps = { equipe: EquipeDuJour; onDone: () => Promise<unknown> };

const USUAL = { minutes: 420, plages: [] };

function useSend(equipe: EquipeDuJour) {
  const save = useSaveEntree();
  return (rangs: Rang[], motif: string) => {
    const { chantier_id, chantier_nom, jour } = equipe;
    const lot = { ...lotOf(rangs, equipe), ...(motif ? { motif } : {}) };
    const noms = rangs.map(({ personne }) => [personne.personne_id, fullName(personne)]);
    return save({
      jour,
      lot,
      noms: { ...Object.fromEntries(noms), [chantier_id]: chantier_nom },
      said: { envoyee: `Journée de l’équipe envoyée.` },
    });
  };
}

type BarProps = { rangs: Rang[]; onSend: (motif: string) => Promise<unknown>; equipe: EquipeDuJour };

function SendBar({ rangs, onSend, equipe }: BarProps): ReactNode {
  const [motif, setMotif] = useState('');
  const [busy, setBusy] = useState(false);
  const lot = lotOf(rangs, equipe);
  const people = peopleIn(lot);
  const reason = asksReason(rangs);
  const total = rangs.reduce((sum, { presence, minutes }) => sum + (presence === 'present' ? minutes : 0), 0);
  const send = () => {
    setBusy(true);
    void onSend(motif.trim()).finally(() => setBusy(false));
  };
  return (
    <>
      {reason && <Reason value={motif} onChange={setMotif} />}
      <div className={day.bar}>
        <span className={styles.total}>{formatMinutes(total)}</span>
        <Button
          size="md"
          className={day.main}
          loading={busy}
          disabled={people === 0 || (reason && !motif.trim())}
          onClick={send}
        >
          {people === 0 ? 'Tout est envoyé' : `Enregistrer et soumettre · ${people}`}
        </Button>
      </div>
    </>
  );
}

export function EquipeForm({ equipe, onDone }: FormProps): ReactNode {
  const client = useQueryClient();
  const [rangs, setRangs] = useState(() => rangsOf(equipe));
  const [adding, setAdding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = useSend(equipe);
  const put = (rang: Rang) => {
    const id = rang.personne.personne_id;
    const there = rangs.some(({ personne }) => personne.personne_id === id);
    setRangs(there ? rangs.map(old => (old.personne.personne_id === id ? rang : old)) : [...rangs, rang]);
  };
  const likeYesterday = () => {
    const query = { chantier_id: equipe.chantier_id, jour: dayBefore(equipe.jour) };
    client.fetchQuery(equipeQuery(query)).then(then => setRangs(likeThen(rangs, then)), setError);
  };
  const shown = rangs.filter(({ presence }) => presence !== 'dehors');
  const model = rangs.find(({ presence }) => presence === 'present') ?? USUAL;
  return (
    <div className="hub-stack">
      <div className="hub-row">
        <Button variant="default" px="sm" onClick={likeYesterday}>
          Comme hier
        </Button>
        <Button variant="default" px="sm" onClick={() => setRangs(rangsOf(equipe))}>
          Comme prévu
        </Button>
        <Button variant="default" px="sm" onClick={() => setAdding(true)}>
          Ajouter
        </Button>
      </div>
      {error !== null && <Failure error={error} />}
      {shown.length === 0 && (
        <Empty title="Personne n’est prévu ce jour">
          Ajoutez ceux qui étaient là : ils garderont les mêmes horaires que le premier de la liste.
        </Empty>
      )}
      <ul className={styles.rows}>
        {shown.map((rang, index) => (
          <EquipeRow
            key={rang.personne.personne_id}
            rang={rang}
            jour={equipe.jour}
            zone={equipe.zone}
            hasAbove={shown.slice(0, index).some(({ presence }) => presence === 'present')}
            onChange={put}
            onAbove={() => put(likeAbove(shown, index)[index] as Rang)}
          />
        ))}
      </ul>
      <SendBar rangs={rangs} equipe={equipe} onSend={motif => send(rangs, motif).then(onDone)} />
      <AddPersonne
        opened={adding}
        outside={rangs.filter(({ presence }) => presence === 'dehors')}
        known={rangs.map(({ personne }) => personne.personne_id)}
        model={model}
        onClose={() => setAdding(false)}
        onAdd={personne => {
          const known = rangs.find(rang => rang.personne.personne_id === personne.personne_id);
          const { minutes, plages } = personne.propose;
          put(
            known
              ? { ...known, presence: 'present' }
              : { personne, presence: 'present', minutes, plages, panier: null, zone: null },
          );
        }}
      />
    </div>
  );
}
