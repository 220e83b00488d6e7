// People × days. Three hundred rows: a row is drawn again only when it is another one.
import { IconSignature } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import type { SemaineHeures } from '#contract/feuille.ts';
import { MOMENTS_ABSENCE, STATUTS_POINTAGE, TYPES_PERSONNE } from '#contract/values.ts';
import { formatMinutes } from '../../../lib/format.ts';
import { StateShape } from '../../../ui/state-mark.tsx';
import { StatutHeures } from '../statut-mark.tsx';
import { alertWords, capital, STATES, shortDay } from '../words.ts';
import styles from './semaine.module.css';
import { type JourSemaine, type LigneSemaine, statutOf } from './week-rules.ts';

const absenceWords = ({ absence }: JourSemaine): string =>
  absence === null ? '' : absence === 'journee' ? 'Absent' : `Abs. ${MOMENTS_ABSENCE[absence].toLowerCase()}`;

function Cell({ jour }: { jour: JourSemaine }): ReactNode {
  const statut = statutOf(jour);
  return (
    <td data-label={capital(shortDay(jour.jour).slice(0, 4))} data-statut={statut ?? 'vide'}>
      {statut && (
        <span className={styles.cell}>
          <StateShape state={STATES[statut]} />
          <span className="hub-hidden">{STATUTS_POINTAGE[statut]} : </span>
          {formatMinutes(jour.minutes)}
        </span>
      )}
      {jour.absence && <span className="hub-dim hub-small">{absenceWords(jour)}</span>}
    </td>
  );
}

const SIGNED = { signee: 'Semaine signée', refusee: 'Signature refusée', caduque: 'Signature caduque' } as const;

function Marks({ ligne }: { ligne: LigneSemaine }): ReactNode {
  const { signature, contestee, alertes } = ligne;
  return (
    <span className={styles.marks}>
      {contestee && (
        <span className={styles.mark}>
          <StateShape state="rouge" /> contestée
        </span>
      )}
      {alertes.length > 0 && (
        <span className={styles.mark} title={alertWords(alertes)}>
          <StateShape state="ambre" /> {alertes.length}
          <span className="hub-hidden"> à savoir : {alertWords(alertes)}</span>
        </span>
      )}
      {signature && (
        <span className={styles.mark} title={SIGNED[signature]}>
          {signature !== 'signee' && <StateShape state={signature === 'refusee' ? 'rouge' : 'ambre'} />}
          <IconSignature size={16} aria-hidden />
          <span className="hub-hidden">{SIGNED[signature]}</span>
        </span>
      )}
    </span>
  );
}

type RowProps = {
  ligne: LigneSemaine;
  selected: boolean;
  current: boolean;
  onSelect: (personne_id: string, range: boolean) => void;
};

const Row = memo(({ ligne, selected, current, onSelect }: RowProps): ReactNode => {
  const name = `${ligne.nom} ${ligne.prenom}`;
  return (
    <tr data-current={current}>
      <td className={styles.check}>
        <input
          type="checkbox"
          aria-label={`Choisir ${name}`}
          checked={selected}
          disabled={ligne.feuille_id === null}
          onChange={event => onSelect(ligne.personne_id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </td>
      <th scope="row">
        <Link
          from="/heures"
          to="."
          search={old => ({ ...old, feuille: ligne.personne_id })}
          className={styles.name}
          preload={false}
        >
          {name}
        </Link>
        {ligne.type_personne !== 'employe' && (
          <span className="hub-dim hub-small"> {TYPES_PERSONNE[ligne.type_personne].toLowerCase()}</span>
        )}
      </th>
      {ligne.jours.map(jour => (
        <Cell key={jour.jour} jour={jour} />
      ))}
      <td className={styles.total} data-short={ligne.minutes < ligne.minutes_attendues}>
        {formatMinutes(ligne.minutes)}
        {ligne.minutes_attendues > 0 && (
          <span className="hub-dim hub-small"> / {formatMinutes(ligne.minutes_attendues)}</span>
        )}
      </td>
      <td className={styles.state}>
        <StatutHeures statut={ligne.statut} />
        <Marks ligne={ligne} />
      </td>
    </tr>
  );
});
Row.displayName = 'Row';

type GridProps = {
  semaine: SemaineHeures;
  lignes: LigneSemaine[];
  selected: ReadonlySet<string>;
  current: string | undefined;
  onSelect: (personne_id: string, range: boolean) => void;
  onAll: (on: boolean) => void;
};

export function WeekGrid({ semaine, lignes, selected, current, onSelect, onAll }: GridProps): ReactNode {
  const choosable = lignes.filter(({ feuille_id }) => feuille_id !== null).length;
  return (
    <table className={styles.grid}>
      <caption className="hub-hidden">Heures de la semaine, une ligne par personne</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.check}>
            <input
              type="checkbox"
              aria-label="Choisir tout le monde"
              checked={choosable > 0 && selected.size === choosable}
              onChange={event => onAll(event.currentTarget.checked)}
            />
          </th>
          <th scope="col">Personne</th>
          {Array.from({ length: 7 }, (_, index) => {
            const jour = lignes[0]?.jours[index]?.jour ?? semaine.debut;
            return (
              <th scope="col" key={jour + String(index)}>
                {capital(shortDay(jour))}
              </th>
            );
          })}
          <th scope="col" className={styles.total}>
            Total
          </th>
          <th scope="col">État</th>
        </tr>
      </thead>
      <tbody>
        {lignes.map(ligne => (
          <Row
            key={ligne.personne_id}
            ligne={ligne}
            selected={selected.has(ligne.personne_id)}
            current={ligne.personne_id === current}
            onSelect={onSelect}
          />
        ))}
      </tbody>
    </table>
  );
}
