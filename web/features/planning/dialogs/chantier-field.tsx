// Choosing a chantier: those already on the week come first, one types to find another.
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { fold } from '../../../lib/format.ts';
import { type Choice, Lookup } from '../../../ui/lookup.tsx';
import type { ChantierPlanning } from '../board/board.ts';
import styles from '../planning.module.css';

const SHOWN = 8;
const focusOn = (node: HTMLElement | null) => node?.focus();

type ChantierFieldProps = {
  chantiers: ChantierPlanning[];
  /** Those of the week. */
  recent: ReadonlySet<string>;
  value: string | null;
  wrong: string | undefined;
  onChange: (id: string | null) => void;
};

export function ChantierField({ chantiers, recent, value, wrong, onChange }: ChantierFieldProps): ReactNode {
  const [text, setText] = useState('');
  const chosen = chantiers.find(({ id }) => id === value);
  if (chosen)
    return (
      <div>
        <p className="hub-small hub-dim">Chantier</p>
        <div className={styles.chosen}>
          <span className="hub-swatch" style={{ backgroundColor: chosen.couleur }} aria-hidden />
          <strong>{chosen.nom}</strong>
          <span className="hub-dim">{chosen.code}</span>
          {/* The field that had the focus is gone: it goes on from here. */}
          <Button
            variant="default"
            size="xs"
            ref={text ? focusOn : undefined}
            onClick={() => {
              setText('');
              onChange(null);
            }}
          >
            Changer de chantier
          </Button>
        </div>
      </div>
    );
  const open = chantiers.filter(({ statut }) => statut === 'ouvert' || statut === 'en_cours');
  const choices = open
    .filter(({ code, nom }) => fold(`${code} ${nom}`).includes(fold(text.trim())))
    .toSorted((a, b) => Number(recent.has(b.id)) - Number(recent.has(a.id)) || a.nom.localeCompare(b.nom, 'fr'))
    .slice(0, SHOWN)
    .map(({ id, nom, code }): Choice => ({ key: id, label: nom, hint: code }));
  return (
    <Lookup
      label="Chantier"
      placeholder="Nom ou code"
      data-autofocus
      error={wrong}
      text={text}
      onText={setText}
      choices={choices}
      nothing="Aucun chantier ouvert de ce nom"
      onChoose={({ key }) => onChange(key)}
    />
  );
}
