// One chantier of the day: how long, from when to when, panier, comment.
import { Button, Textarea, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { parseHours } from '../../../lib/format.ts';
import { PanierChoice } from '../choice.tsx';
import { Stepper } from '../stepper.tsx';
import { type Horaires, horairesOf, type Ligne, STEP, stepped, withHoraires } from './day-rules.ts';
import styles from './jour.module.css';

type LineProps = {
  jour: string;
  ligne: Ligne;
  onChange: (ligne: Ligne) => void;
  onChantier: () => void;
  onRemove?: (() => void) | undefined;
};

function HorairesFields({ jour, ligne, onChange }: Pick<LineProps, 'jour' | 'ligne' | 'onChange'>): ReactNode {
  const [typed, setTyped] = useState<Horaires & { texte: string }>(() => {
    const known = horairesOf(ligne);
    return { ...known, texte: String(known.pause) };
  });
  const [wrong, setWrong] = useState(false);
  const put = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (!next.debut || !next.fin) return;
    const ligneThen = withHoraires(ligne, next, jour);
    setWrong(ligneThen === null);
    if (ligneThen) onChange(ligneThen);
  };
  const error = wrong ? 'La pause est plus longue que la journée' : undefined;
  return (
    <div className={styles.horaires}>
      <TextInput label="De" type="time" value={typed.debut} onChange={e => put({ debut: e.currentTarget.value })} />
      <TextInput label="À" type="time" value={typed.fin} onChange={e => put({ fin: e.currentTarget.value })} />
      <TextInput
        label="Pause (min)"
        inputMode="numeric"
        value={typed.texte}
        error={error}
        onChange={event => {
          const texte = event.currentTarget.value;
          const pause = /^\d{1,3}$/.test(texte) ? Number(texte) : parseHours(texte);
          put({ texte, ...(pause === null ? {} : { pause }) });
        }}
      />
    </div>
  );
}

export function LineEditor({ jour, ligne, onChange, onChantier, onRemove }: LineProps): ReactNode {
  const [clocked, setClocked] = useState(false);
  const more = ligne.commentaire !== '';
  return (
    <section className={styles.line} aria-label={ligne.chantier_nom}>
      <div className={styles.lineHead}>
        <button type="button" className={styles.where} onClick={onChantier}>
          <span className="hub-swatch" style={{ backgroundColor: ligne.couleur }} aria-hidden />
          <span>{ligne.chantier_nom}</span>
          <span className={styles.change}>Changer</span>
        </button>
        {onRemove && (
          <button
            type="button"
            className={styles.remove}
            aria-label={`Retirer ${ligne.chantier_nom}`}
            onClick={onRemove}
          >
            <IconTrash size={20} aria-hidden />
          </button>
        )}
      </div>
      <Stepper
        large
        label={`Durée, ${ligne.chantier_nom}`}
        minutes={ligne.minutes}
        step={STEP}
        onStep={by => {
          onChange(stepped(ligne, by, jour));
          setClocked(false);
        }}
      />
      {clocked ? (
        <HorairesFields jour={jour} ligne={ligne} onChange={onChange} />
      ) : (
        <div>
          <Button variant="subtle" onClick={() => setClocked(true)}>
            {ligne.plages.length > 0 ? 'Changer les horaires' : 'Donner des horaires'}
          </Button>
        </div>
      )}
      <PanierChoice value={ligne.panier} onChange={panier => onChange({ ...ligne, panier })} />
      <details open={more}>
        <summary className={styles.summary}>Commentaire</summary>
        <Textarea
          aria-label="Commentaire"
          autosize
          minRows={2}
          maxLength={500}
          value={ligne.commentaire}
          onChange={event => onChange({ ...ligne, commentaire: event.currentTarget.value.replaceAll('\n', ' ') })}
        />
      </details>
    </section>
  );
}
