// The month in pay: persons × rubriques, the hours entered beside those validated, totals below.

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatOfMonth } from '#contract/dates.ts';
import type { MoisPaie } from '#contract/paie.ts';
import { GROUPES_RUBRIQUE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { openerClass } from '../../../ui/data-table.tsx';
import { fullName, quantiteWords } from '../../../ui/paie/words.ts';
import styles from './mois.module.css';

type Rubrique = MoisPaie['rubriques'][number];
type Personne = MoisPaie['personnes'][number];

const sum = (numbers: number[]): number => numbers.reduce((total, n) => total + n, 0);

/** A column of zeros says nothing: only what the month holds is shown. */
export const rubriquesOf = ({ rubriques, personnes }: MoisPaie): Rubrique[] =>
  rubriques.filter(({ code }) => personnes.some(({ totaux }) => (totaux[code] ?? 0) !== 0));

type HeadProps = { rubriques: Rubrique[] };

const startsGroup = (rubriques: Rubrique[], n: number): boolean => rubriques[n]?.groupe !== rubriques[n - 1]?.groupe;
const edge = (rubriques: Rubrique[], n: number) => (startsGroup(rubriques, n) ? styles.edge : undefined);

const Head = ({ rubriques }: HeadProps): ReactNode => {
  const groups = [...Map.groupBy(rubriques, ({ groupe }) => groupe).entries()];
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} className={styles.name}>
          Compagnon
        </th>
        <th scope="colgroup" colSpan={2} className={styles.group}>
          Pointages
        </th>
        {groups.map(([groupe, own]) => (
          <th key={groupe} scope="colgroup" colSpan={own.length} className={`${styles.group} ${styles.edge}`}>
            {GROUPES_RUBRIQUE[groupe]}
          </th>
        ))}
      </tr>
      <tr>
        <th scope="col">Saisies</th>
        <th scope="col">Validées</th>
        {rubriques.map(({ code, libelle }, n) => (
          <th key={code} scope="col" className={edge(rubriques, n)}>
            {libelle}
          </th>
        ))}
      </tr>
    </thead>
  );
};

type RowProps = { personne: Personne; rubriques: Rubrique[]; current: boolean };

const Row = ({ personne, rubriques, current }: RowProps): ReactNode => (
  <tr data-current={current}>
    <th scope="row" className={styles.name}>
      <Link
        from="/paie"
        to="."
        search={old => ({ ...old, personne: personne.personne_id })}
        resetScroll={false}
        className={openerClass}
      >
        {fullName(personne)}
      </Link>
    </th>
    <td>{formatMinutes(personne.minutes)}</td>
    <td className={personne.minutes_validees === personne.minutes ? undefined : styles.late}>
      {formatMinutes(personne.minutes_validees)}
    </td>
    {rubriques.map(({ code, unite }, n) => (
      <td key={code} className={edge(rubriques, n)}>
        {personne.totaux[code] ? quantiteWords(personne.totaux[code], unite) : ''}
      </td>
    ))}
  </tr>
);

const Totals = ({ mois, rubriques }: { mois: MoisPaie; rubriques: Rubrique[] }): ReactNode => (
  <tfoot>
    <tr>
      <th scope="row" className={styles.name}>
        Total
      </th>
      <td>{formatMinutes(sum(mois.personnes.map(({ minutes }) => minutes)))}</td>
      <td>{formatMinutes(sum(mois.personnes.map(({ minutes_validees }) => minutes_validees)))}</td>
      {rubriques.map(({ code, unite }, n) => (
        <td key={code} className={edge(rubriques, n)}>
          {quantiteWords(sum(mois.personnes.map(({ totaux }) => totaux[code] ?? 0)), unite)}
        </td>
      ))}
    </tr>
  </tfoot>
);

export function MonthTable({ mois, current }: { mois: MoisPaie; current: string | undefined }): ReactNode {
  const rubriques = rubriquesOf(mois);
  return (
    // The keyboard scrolls what it can focus. A region has a name.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling table is reached by the keyboard (WCAG 2.1.1)
    <section className={styles.scroll} tabIndex={0} aria-label={`Paie ${formatOfMonth(mois.mois)}, à faire défiler`}>
      <table className={styles.table}>
        <caption className="hub-hidden">Quantités {formatOfMonth(mois.mois)}, par compagnon et par rubrique</caption>
        <Head rubriques={rubriques} />
        <tbody>
          {mois.personnes.map(personne => (
            <Row
              key={personne.personne_id}
              personne={personne}
              rubriques={rubriques}
              current={personne.personne_id === current}
            />
          ))}
        </tbody>
        <Totals mois={mois} rubriques={rubriques} />
      </table>
    </section>
  );
}
