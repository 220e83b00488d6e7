// All that one cell of the week may say: how long, from when to when, panier, zone, comment.
import { Button, Textarea, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { Side } from '../../../ui/dialogs.tsx';
import { PanierChoice } from '../champs/choice.tsx';
import { HorairesFields } from '../champs/horaires.tsx';
import { ZoneSelect } from '../champs/zone-select.tsx';
import { horairesOf, type Ligne, withHoraires } from '../jour/day-rules.ts';
import { capital, longDay } from '../words.ts';
import type { Place } from './grid.tsx';
import { type Brouillons, cellOf, ligneAt, readCell, type Saisie, written } from './grid-rules.ts';

type EditorProps = { jour: string; start: Ligne; onPut: (saisie: Saisie) => void; onClose: () => void };

/** Times stand only once they are wanted: what is shown then is what is kept. */
function Clock({ jour, ligne, onChange }: { jour: string; ligne: Ligne; onChange: (ligne: Ligne) => void }): ReactNode {
  const [wanted, setWanted] = useState(ligne.plages.length > 0);
  if (!wanted)
    return (
      <div>
        <Button
          variant="subtle"
          onClick={() => {
            setWanted(true);
            onChange(withHoraires(ligne, horairesOf(ligne), jour) ?? ligne);
          }}
        >
          Donner des horaires
        </Button>
      </div>
    );
  return (
    <div>
      <HorairesFields jour={jour} ligne={ligne} onChange={onChange} />
      <Button
        variant="subtle"
        color="gray"
        onClick={() => {
          onChange({ ...ligne, plages: [] });
          setWanted(false);
        }}
      >
        Sans horaires
      </Button>
    </div>
  );
}

function CellEditor({ jour, start, onPut, onClose }: EditorProps): ReactNode {
  const [ligne, setLigne] = useState(start);
  const [texte, setTexte] = useState(written(start.minutes));
  /** How often a typed length took the times away. */
  const [taken, setTaken] = useState(0);
  const minutes = readCell(texte);
  const { plages, panier, zone, commentaire } = ligne;
  const apply = () => {
    if (!minutes) return;
    onPut({ texte: written(minutes), precisions: { plages, panier, zone, commentaire } });
    onClose();
  };
  return (
    <form
      className="hub-stack"
      onSubmit={event => {
        event.preventDefault();
        apply();
      }}
    >
      <div>
        <h2>{ligne.chantier_nom}</h2>
        <p className="hub-dim">{capital(longDay(jour))}</p>
      </div>
      <TextInput
        label="Durée"
        data-autofocus
        autoComplete="off"
        maxLength={12}
        value={texte}
        error={minutes ? undefined : 'Écrivez par exemple 7:20, 7h20 ou 7,33.'}
        onChange={event => {
          const typed = event.currentTarget.value;
          const next = readCell(typed);
          setTexte(typed);
          if (!next || next === ligne.minutes) return;
          setLigne({ ...ligne, minutes: next, plages: [] });
          setTaken(taken + 1);
        }}
      />
      <Clock
        key={taken}
        jour={jour}
        ligne={ligne}
        onChange={next => {
          setLigne(next);
          setTexte(written(next.minutes));
        }}
      />
      <PanierChoice value={panier} onChange={next => setLigne({ ...ligne, panier: next })} />
      <ZoneSelect value={zone} onChange={next => setLigne({ ...ligne, zone: next })} />
      <Textarea
        label="Commentaire"
        autosize
        minRows={2}
        maxLength={500}
        value={commentaire}
        onChange={event => setLigne({ ...ligne, commentaire: event.currentTarget.value.replaceAll('\n', ' ') })}
      />
      <div className="hub-row">
        <Button type="submit" disabled={!minutes}>
          Mettre dans la semaine
        </Button>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            onPut({ texte: '' });
            onClose();
          }}
        >
          Vider ce jour
        </Button>
      </div>
      <p className="hub-dim hub-small">Rien ne part avant « Enregistrer » ou « Enregistrer et soumettre ».</p>
    </form>
  );
}

type DrawerProps = {
  feuille: FeuilleHeures;
  place: Place | null;
  brouillons: Brouillons;
  onPut: (cell: string, saisie: Saisie) => void;
  onClose: () => void;
};

export function CellDrawer({ feuille, place, brouillons, onPut, onClose }: DrawerProps): ReactNode {
  const cell = place && cellOf(place.row.id, place.jour);
  return (
    <Side opened={place !== null} title="Heures du jour" onClose={onClose}>
      {place && cell && (
        <CellEditor
          key={cell}
          jour={place.jour}
          start={ligneAt(feuille, place.row, { jour: place.jour, saisie: brouillons[cell] })}
          onPut={saisie => onPut(cell, saisie)}
          onClose={onClose}
        />
      )}
    </Side>
  );
}
