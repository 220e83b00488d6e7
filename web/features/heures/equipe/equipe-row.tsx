// One person of the team: there or not, how long, panier, zone; « comme au-dessus ».
import { NativeSelect } from '@mantine/core';
import { IconArrowBigUpLine, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { TYPES_PERSONNE, ZONES, Zone } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { Stepper } from '../champs/stepper.tsx';
import { STEP, stepped } from '../jour/day-rules.ts';
import { fullName } from '../words.ts';
import styles from './equipe.module.css';
import type { Rang } from './equipe-rules.ts';

type RowProps = {
  rang: Rang;
  jour: string;
  /** That of the distance, when it is known. */
  zone: Zone | null;
  hasAbove: boolean;
  onChange: (rang: Rang) => void;
  onAbove: () => void;
};

const PANIER = { regle: 'Panier : règle', oui: 'Panier : oui', non: 'Panier : non' } as const;
const nextPanier = (panier: boolean | null): boolean | null => (panier === null ? true : panier ? false : null);
const panierWords = (panier: boolean | null) => PANIER[panier === null ? 'regle' : panier ? 'oui' : 'non'];

/** What else is known of this person that day. */
function Notes({ personne }: { personne: Rang['personne'] }): ReactNode {
  const notes = [
    personne.type_personne === 'employe' ? '' : TYPES_PERSONNE[personne.type_personne],
    personne.autres_minutes > 0 ? `${formatMinutes(personne.autres_minutes)} sur d’autres chantiers` : '',
    personne.absence && personne.absence !== 'journee' ? 'absent une demi-journée' : '',
  ].filter(Boolean);
  return notes.length > 0 ? <span className="hub-dim hub-small">{notes.join(' · ')}</span> : null;
}

function Hours({ rang, jour, zone, onChange }: Omit<RowProps, 'hasAbove' | 'onAbove'>): ReactNode {
  const name = fullName(rang.personne);
  const zones = [
    { value: '', label: zone ? `Auto ${zone}` : 'Auto' },
    ...ZONES.map(value => ({ value, label: `Zone ${value}` })),
  ];
  return (
    <div className={styles.hours}>
      <Stepper
        label={`Durée, ${name}`}
        minutes={rang.minutes}
        step={STEP}
        onStep={by => onChange(stepped(rang, by, jour))}
      />
      <button
        type="button"
        className={styles.chip}
        data-set={rang.panier !== null}
        aria-label={`${panierWords(rang.panier)}, ${name}`}
        onClick={() => onChange({ ...rang, panier: nextPanier(rang.panier) })}
      >
        {panierWords(rang.panier)}
      </button>
      <NativeSelect
        aria-label={`Zone, ${name}`}
        data={zones}
        value={rang.zone ?? ''}
        onChange={event => onChange({ ...rang, zone: Zone.safeParse(event.currentTarget.value).data ?? null })}
      />
    </div>
  );
}

export function EquipeRow({ rang, hasAbove, onAbove, onChange, ...more }: RowProps): ReactNode {
  const { personne, presence } = rang;
  const name = fullName(personne);
  const absent = presence === 'absent';
  const told = personne.absence === 'journee';
  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <span className={styles.name}>
          <strong>{name}</strong>
          <Notes personne={personne} />
        </span>
        {!absent && hasAbove && (
          <button type="button" className={styles.icon} aria-label={`Comme au-dessus, ${name}`} onClick={onAbove}>
            <IconArrowBigUpLine size={20} aria-hidden />
          </button>
        )}
        <button
          type="button"
          className={styles.chip}
          aria-pressed={absent}
          aria-label={`Absent, ${name}`}
          disabled={told}
          onClick={() => onChange({ ...rang, presence: absent ? 'present' : 'absent' })}
        >
          Absent
        </button>
        {!told && (
          <button
            type="button"
            className={styles.icon}
            aria-label={`Pas sur ce chantier, ${name}`}
            onClick={() => onChange({ ...rang, presence: 'dehors' })}
          >
            <IconX size={20} aria-hidden />
          </button>
        )}
      </div>
      {!absent && <Hours rang={rang} onChange={onChange} {...more} />}
    </li>
  );
}
