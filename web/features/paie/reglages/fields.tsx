// Settings are typed as people say them: durations in hours, hours of the day as a clock shows them, zones in kilometres.
import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ZONES } from '#contract/values.ts';
import { formatMinutes, parseHours } from '../../../lib/format.ts';
import type { FieldProps } from '../../../ui/schema-form.tsx';
import styles from './reglages.module.css';
import { A_CHEVAL, DUREES, HEURES, JOURS, type Nom, titre } from './words.ts';

/** Its own error, or the first of its parts. */
const messageOf = ({ errors, path }: FieldProps): string | undefined =>
  Object.entries(errors).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];

function DureeField(props: FieldProps): ReactNode {
  const [typed, setTyped] = useState(() => (props.value === '' ? '' : formatMinutes(Number(props.value))));
  return (
    <TextInput
      id={props.id}
      name={props.path}
      label={titre(props.path as Nom)}
      error={messageOf(props) && 'Écrivez une durée comme 7 h 20.'}
      autoComplete="off"
      value={typed}
      onChange={event => {
        setTyped(event.currentTarget.value);
        props.onChange(String(parseHours(event.currentTarget.value) ?? 'illisible'));
      }}
    />
  );
}

const HeureField = (props: FieldProps): ReactNode => (
  <TextInput
    id={props.id}
    name={props.path}
    type="time"
    label={titre(props.path as Nom)}
    error={messageOf(props)}
    value={props.value as string}
    onChange={event => props.onChange(event.currentTarget.value)}
  />
);

const ChevalField = (props: FieldProps): ReactNode => (
  <NativeSelect
    id={props.id}
    name={props.path}
    label={titre('semaine_a_cheval')}
    error={messageOf(props)}
    data={Object.entries(A_CHEVAL).map(([value, label]) => ({ value, label }))}
    value={props.value as string}
    onChange={event => props.onChange(event.currentTarget.value)}
  />
);

type SeriesProps = FieldProps & {
  legend: string;
  names: readonly string[];
  unit?: string;
  help?: ReactNode;
  wrong: string;
  shown: (typed: string) => string;
  kept: (text: string) => string;
};

function Series({ legend, names, unit, help, wrong, shown, kept, ...props }: SeriesProps): ReactNode {
  const values = (props.value as string[] | null) ?? names.map(() => '');
  return (
    <fieldset className={styles.series} id={props.id} tabIndex={-1}>
      <legend>{legend}</legend>
      {help && <p className="hub-small hub-dim">{help}</p>}
      <div className={styles.cells}>
        {names.map((name, n) => (
          <TextInput
            key={name}
            id={`${props.id}.${n}`}
            label={name}
            autoComplete="off"
            rightSection={unit}
            rightSectionPointerEvents="none"
            value={shown(values[n] ?? '')}
            onChange={event => {
              const text = kept(event.currentTarget.value);
              props.onChange(values.map((old, at) => (at === n ? text : old)));
            }}
          />
        ))}
      </div>
      {messageOf(props) && <p className={styles.error}>{wrong}</p>}
    </fieldset>
  );
}

function HoraireField(props: FieldProps): ReactNode {
  const minutes = ((props.value as string[] | null) ?? []).map(text => (text.trim() ? parseHours(text) : 0));
  const total = minutes.includes(null) ? null : minutes.reduce<number>((sum, day) => sum + (day ?? 0), 0);
  return (
    <>
      <Series
        {...props}
        legend={titre('horaire')}
        names={JOURS}
        wrong="Écrivez des durées comme 7 h 30, 24 h au plus."
        help="Pour qui n’a pas d’horaire à lui ; vide : pas de travail ce jour"
        shown={text => text}
        kept={text => text}
      />
      <p className="hub-small" role="status">
        {total === null ? 'Écrivez des durées comme 7 h 30' : `Total : ${formatMinutes(total)} par semaine`}
      </p>
    </>
  );
}

/** A list of whole numbers is read as durations by the form: kilometres are told to it as so many minutes. */
const ZonesField = (props: FieldProps): ReactNode => (
  <Series
    {...props}
    legend={titre('zones_km')}
    names={ZONES.map(zone => `Zone ${zone}`)}
    unit="km"
    wrong="Écrivez des kilomètres entiers, de 1 à 200."
    help="À partir du siège ; chaque zone finit plus loin que la précédente"
    shown={text => text.replace(/[\s\u00a0]?min$/, '')}
    kept={text => `${text.trim()}min`}
  />
);

export const REPLACED: Record<string, (props: FieldProps) => ReactNode> = {
  horaire: props => <HoraireField {...props} />,
  zones_km: props => <ZonesField {...props} />,
  semaine_a_cheval: props => <ChevalField {...props} />,
  ...Object.fromEntries(DUREES.map(nom => [nom, (props: FieldProps) => <DureeField {...props} />])),
  ...Object.fromEntries(HEURES.map(nom => [nom, (props: FieldProps) => <HeureField {...props} />])),
};
