// The day in the making: its lines, what more there is to add, one button at the thumb.
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Pointage } from '#contract/pointage.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Notice } from '../../../ui/failure.tsx';
import { ChantierList, type Choisi, ChooseChantier } from '../choose-chantier.tsx';
import day from '../day.module.css';
import { Reason } from '../reason.tsx';
import { asksReason, type Ligne, newLigne, totalOf } from './day-rules.ts';
import { LineEditor } from './line-editor.tsx';

export type Saisie = { lignes: Ligne[]; motif?: string };

type EditorProps = {
  jour: string;
  /** What is entered already. */
  before: Pointage[];
  start: Ligne[];
  /** What a day of this person lasts. */
  horaire: number;
  recent: string[];
  onCancel?: (() => void) | undefined;
  onSend: (saisie: Saisie) => Promise<unknown>;
};

const DAY = 1440;
const USUAL = 420;

export function DayEditor({ jour, before, start, horaire, recent, onCancel, onSend }: EditorProps): ReactNode {
  const [lignes, setLignes] = useState(start);
  const [choosing, setChoosing] = useState<number | null>(null);
  const [motif, setMotif] = useState('');
  const [busy, setBusy] = useState(false);
  const total = totalOf(lignes);
  const reason = asksReason(before);
  const put = (index: number, ligne: Ligne) => setLignes(lignes.map((old, at) => (at === index ? ligne : old)));
  const choose = (chantier: Choisi) => {
    const at = choosing ?? lignes.length;
    const ligne = lignes[at];
    const { id: chantier_id, nom: chantier_nom, couleur } = chantier;
    if (ligne) put(at, { ...ligne, chantier_id, chantier_nom, couleur });
    else setLignes([...lignes, newLigne(chantier, Math.max(60, (horaire || USUAL) - total))]);
  };
  const send = () => {
    setBusy(true);
    void onSend({ lignes, ...(reason ? { motif: motif.trim() } : {}) }).finally(() => setBusy(false));
  };
  if (lignes.length === 0 && before.length === 0)
    return (
      <div className="hub-stack">
        <h2>Où avez-vous travaillé ?</h2>
        <ChantierList recent={recent} without={[]} onChoose={choose} />
      </div>
    );
  const tooLong = total > DAY;
  return (
    <div className="hub-stack">
      {lignes.map((ligne, index) => (
        <LineEditor
          key={ligne.chantier_id}
          jour={jour}
          ligne={ligne}
          onChange={next => put(index, next)}
          onChantier={() => setChoosing(index)}
          onRemove={() => setLignes(lignes.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setChoosing(lignes.length)}
        >
          Ajouter un chantier
        </Button>
      </div>
      {reason && <Reason value={motif} onChange={setMotif} />}
      {tooLong && <Notice state="rouge" title="Une journée a 24 h" alert />}
      <div className={day.bar}>
        {onCancel && (
          <Button variant="default" size="md" onClick={onCancel}>
            Annuler
          </Button>
        )}
        <Button
          size="md"
          className={day.main}
          loading={busy}
          disabled={tooLong || (reason && !motif.trim())}
          onClick={send}
        >
          {lignes.length > 0 ? `Envoyer · ${formatMinutes(total)}` : 'Supprimer mes heures de ce jour'}
        </Button>
      </div>
      <ChooseChantier
        opened={choosing !== null}
        recent={recent}
        without={lignes.map(({ chantier_id }) => chantier_id)}
        onClose={() => setChoosing(null)}
        onChoose={choose}
      />
    </div>
  );
}
