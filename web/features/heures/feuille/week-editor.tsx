// Typing a week: what is typed stays in the page until it is saved; a reason is asked for where one is due.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { useMoi } from '../../../lib/session.ts';
import { Empty, Failure } from '../../../ui/failure.tsx';
import { Unsaved } from '../../../ui/unsaved.tsx';
import { heuresChanged, preremplir } from '../api.ts';
import { useSaveEntree } from '../attente/use-save.ts';
import { type Choisi, ChooseChantier } from '../choose-chantier.tsx';
import { Reason } from '../reason.tsx';
import { fullName } from '../words.ts';
import { CellDrawer } from './cell-drawer.tsx';
import { type Place, WeekInputs } from './grid.tsx';
import {
  asksReason,
  type Brouillons,
  changesOf,
  type RangeeChantier,
  rowsOf,
  type Saisie,
  toSubmit,
} from './grid-rules.ts';

function useSend(feuille: FeuilleHeures, rows: RangeeChantier[]) {
  const save = useSaveEntree();
  return async (brouillons: Brouillons, { soumettre, motif }: { soumettre: boolean; motif: string }) => {
    const { changes } = changesOf(feuille, brouillons);
    const changed = changes.map(({ item }) => item);
    const places = new Set(changed.map(({ chantier_id, jour }) => `${chantier_id} ${jour}`));
    const waiting = soumettre
      ? toSubmit(feuille).filter(({ chantier_id, jour }) => !places.has(`${chantier_id} ${jour}`))
      : [];
    const noms = [...rows.map(({ id, nom }) => [id, nom]), [feuille.personne_id, fullName(feuille)]];
    return await save({
      jour: changed[0]?.jour ?? waiting[0]?.jour ?? feuille.debut,
      lot: { items: [...changed, ...waiting], absences: [], soumettre, ...(motif ? { motif } : {}) },
      noms: Object.fromEntries(noms),
      said: { envoyee: soumettre ? 'Semaine soumise.' : 'Heures enregistrées.' },
    });
  };
}

function Prefill({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  if (feuille.proposes.length === 0) return null;
  const fill = async () => {
    await preremplir(feuille);
    notifications.show({ message: 'Semaine préremplie d’après le planning : relisez, puis soumettez.' });
    await heuresChanged(client);
  };
  return (
    <>
      <Button variant="default" onClick={() => void fill().catch(setError)}>
        Préremplir d’après le planning
      </Button>
      {error !== null && <Failure error={error} />}
    </>
  );
}

export function WeekEditor({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const moi = useMoi();
  const [added, setAdded] = useState<Choisi[]>([]);
  const [choosing, setChoosing] = useState(false);
  const [place, setPlace] = useState<Place | null>(null);
  const [brouillons, setBrouillons] = useState<Brouillons>({});
  const [motif, setMotif] = useState('');
  const [busy, setBusy] = useState(false);
  const put = (cell: string, saisie: Saisie) => setBrouillons(old => ({ ...old, [cell]: saisie }));
  const rows = rowsOf(feuille, added);
  const send = useSend(feuille, rows);
  const { changes, wrong } = changesOf(feuille, brouillons);
  const reason = asksReason(changes, feuille.personne_id === moi.id);
  const submittable = changes.length > 0 || toSubmit(feuille).length > 0;
  const stopped = wrong.length > 0 || (reason && !motif.trim());
  const run = (soumettre: boolean) => {
    setBusy(true);
    void send(brouillons, { soumettre, motif: reason ? motif.trim() : '' })
      .then(() => {
        setBrouillons({});
        setMotif('');
      })
      .finally(() => setBusy(false));
  };
  return (
    <div className="hub-stack">
      {rows.length === 0 ? (
        <Empty title="Rien n’est saisi ni planifié cette semaine">
          {feuille.peut.saisir ? 'Ajoutez un chantier pour saisir des heures.' : 'Les heures apparaîtront ici.'}
        </Empty>
      ) : (
        <WeekInputs
          feuille={feuille}
          rows={rows}
          brouillons={brouillons}
          wrong={wrong}
          onType={(cell, texte) => put(cell, { ...brouillons[cell], texte })}
          onOpen={setPlace}
        />
      )}
      {wrong.length > 0 && <p role="alert">Une durée n’est pas lisible. Écrivez par exemple 7:20, 7h20 ou 7,33.</p>}
      {reason && <Reason value={motif} onChange={setMotif} />}
      {feuille.peut.saisir && (
        <div className="hub-row">
          <Button loading={busy} disabled={stopped || !submittable} onClick={() => run(true)}>
            Enregistrer et soumettre
          </Button>
          <Button
            variant="default"
            loading={busy}
            disabled={stopped || changes.length === 0}
            onClick={() => run(false)}
          >
            Enregistrer
          </Button>
          <Button variant="default" onClick={() => setChoosing(true)}>
            Ajouter un chantier
          </Button>
          <Prefill feuille={feuille} />
        </div>
      )}
      <CellDrawer feuille={feuille} place={place} brouillons={brouillons} onPut={put} onClose={() => setPlace(null)} />
      <ChooseChantier
        opened={choosing}
        recent={[]}
        without={rows.map(({ id }) => id)}
        onClose={() => setChoosing(false)}
        onChoose={chantier => setAdded([...added, chantier])}
      />
      <Unsaved isDirty={() => changes.length > 0} />
    </div>
  );
}
