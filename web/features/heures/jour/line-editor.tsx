// One chantier of the day: how long, from when to when, panier, comment.
import { Button, Textarea } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { PanierChoice } from '../champs/choice.tsx';
import { HorairesFields } from '../champs/horaires.tsx';
import { Stepper } from '../champs/stepper.tsx';
import day from '../day.module.css';
import { horairesOf, type Ligne, STEP, stepped, withHoraires } from './day-rules.ts';
import styles from './jour.module.css';

type LineProps = {
  jour: string;
  ligne: Ligne;
  onChange: (ligne: Ligne) => void;
  onChantier: () => void;
  onRemove?: (() => void) | undefined;
};

export function LineEditor({ jour, ligne, onChange, onChantier, onRemove }: LineProps): ReactNode {
  const [clocked, setClocked] = useState(false);
  const more = ligne.commentaire !== '';
  return (
    <section className={styles.line} aria-label={ligne.chantier_nom}>
      <div className={styles.lineHead}>
        <button type="button" className={day.where} onClick={onChantier}>
          <span className="hub-swatch" style={{ backgroundColor: ligne.couleur }} aria-hidden />
          <span>{ligne.chantier_nom}</span>
          <span className={day.change}>Changer</span>
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
          <Button
            variant="subtle"
            onClick={() => {
              setClocked(true);
              // What is shown from here on is what leaves.
              if (ligne.plages.length === 0) onChange(withHoraires(ligne, horairesOf(ligne), jour) ?? ligne);
            }}
          >
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
