// The lines before anything is done: what each would do, what is wrong beside its cell, and a decision where one is needed.
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { type State, StateMark } from '../../../ui/state-mark.tsx';
import { COLUMN_NAMES, type Column as Field, type Mapping, titleOf } from './columns.ts';
import styles from './import.module.css';
import type { Choices, Etat } from './plan.ts';
import type { Import, Line } from './use-import.ts';

const ETATS: Record<Etat, [State, string]> = {
  nouvelle: ['vert', 'Sera ajoutée'],
  mise_a_jour: ['vert', 'Sera mise à jour'],
  ignoree: ['gris', 'Ignorée'],
  a_decider: ['ambre', 'À décider'],
  refusee: ['rouge', 'À corriger'],
};
const PAR = { matricule: 'même matricule', email: 'même e-mail', telephone: 'même téléphone', nom: 'même nom' };

type DecideProps = { line: Line; choices: Choices; choose: Import['choose'] };

/** Who has the same matricule or contact cannot be made a second time: only a likeness of name may be set aside. */
function Decide({ line, choices, choose }: DecideProps): ReactNode {
  const doublons = line.result?.doublons ?? [];
  const chosen = choices[line.line];
  if (doublons.length === 0 && !chosen) return null;
  const sure = doublons.some(({ par }) => par !== 'nom');
  const updates = doublons.flatMap(({ personne_id, nom, prenom, par }) =>
    personne_id ? [{ value: personne_id, label: `Mettre à jour ${prenom} ${nom} (${PAR[par]})` }] : [],
  );
  const known = chosen && !['ignorer', 'creer'].includes(chosen) && !updates.some(({ value }) => value === chosen);
  return (
    <NativeSelect
      className={styles.decide ?? ''}
      aria-label={`Que faire de la ligne ${line.line}`}
      value={chosen ?? ''}
      onChange={event => choose(line.line, event.currentTarget.value)}
      data={[
        ...(chosen ? [] : [{ value: '', label: `Ressemble à ${doublons[0]?.prenom} ${doublons[0]?.nom}` }]),
        ...updates,
        ...(known ? [{ value: chosen, label: 'Mettre à jour la personne connue' }] : []),
        ...(sure && chosen !== 'creer' ? [] : [{ value: 'creer', label: 'Créer quand même' }]),
        { value: 'ignorer', label: 'Ignorer cette ligne' },
      ]}
    />
  );
}

const Cell = ({ line, field }: { line: Line; field: Field }): ReactNode => (
  <>
    {line.cells[field]}
    {line.errors[field] && <p className={styles.wrong}>{line.errors[field]}</p>}
  </>
);

/** What asks for somebody comes first, and stays there once it is decided. */
const attentionFirst = ({ lines, choices }: Import): Line[] => {
  const asks = (line: Line) =>
    Object.keys(line.errors).length > 0 || choices[line.line] !== undefined || (line.result?.doublons.length ?? 0) > 0;
  return [...lines.filter(asks), ...lines.filter(line => !asks(line))];
};

export function PreviewTable({ found, mapping }: { found: Import; mapping: Mapping }): ReactNode {
  const shown = COLUMN_NAMES.filter(
    field => mapping[field] !== null || found.lines.some(line => line.errors[field] !== undefined),
  );
  const columns: Column<Line>[] = [
    { name: 'Ligne', heading: true, cell: ({ line }) => <span className="hub-dim">{line}</span> },
    {
      name: 'Résultat',
      cell: line => (
        <div className="hub-stack">
          <StateMark state={ETATS[line.etat][0]}>{ETATS[line.etat][1]}</StateMark>
          <Decide line={line} choices={found.choices} choose={found.choose} />
        </div>
      ),
    },
    ...shown.map(
      (field): Column<Line> => ({
        name: titleOf(field),
        labelled: true,
        cell: line => <Cell line={line} field={field} />,
      }),
    ),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Lignes du fichier">
      <DataTable caption="Lignes du fichier" columns={columns} rows={attentionFirst(found)} />
    </section>
  );
}
