// What a gesture on many left out: each reason once; and of hours that changed meanwhile, which, by whom, before and now.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ResultatGeste, SemaineHeures } from '#contract/feuille.ts';
import { STATUTS_POINTAGE } from '#contract/values.ts';
import { formatCount, formatMinutes } from '../../../lib/format.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Since } from '../../../ui/time.tsx';
import { Versions } from '../../../ui/versions/versions.tsx';
import { historiqueQuery } from '../api.ts';
import { capital, fullName, longDay } from '../words.ts';
import { refusWords } from './refus.ts';
import { type Change, changesOf, type LigneSemaine } from './week-rules.ts';

const CHANGED = 'precondition.failed';
const SHOWN = 20;

export type Fait = { resultat: ResultatGeste; read: LigneSemaine[]; verb: string };
type RefusedProps = { fait: Fait; now: LigneSemaine[]; semaine: string; chantiers: SemaineHeures['chantiers'] };

const contentWords = (pointage: Change['vu'], none: string): string =>
  pointage ? `${formatMinutes(pointage.minutes)} · ${STATUTS_POINTAGE[pointage.statut].toLowerCase()}` : none;

/** The history of the week says who, when and why. */
function Author({ change, semaine }: { change: Change; semaine: string }): ReactNode {
  const { data } = useQuery(historiqueQuery(change.personne.id, semaine));
  const last = data?.items
    .filter(({ pointage_id }) => pointage_id === change.id)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  if (!last) return null;
  return (
    <span className="hub-dim">
      par {last.auteur ?? 'une application'} <Since at={last.at} spoken />
      {last.motif && `, « ${last.motif} »`}
    </span>
  );
}

function ChangedMeanwhile({ fait, now, semaine, chantiers }: RefusedProps): ReactNode {
  const ids = fait.resultat.refuses.filter(({ code }) => code === CHANGED).map(({ pointage_id }) => pointage_id);
  if (ids.length === 0) return null;
  const changes = changesOf(ids, fait.read, now);
  const nomOf = (chantier_id: string) => chantiers.find(({ id }) => id === chantier_id)?.nom ?? 'Chantier';
  const rows = changes.slice(0, SHOWN).map(change => ({
    key: change.id,
    where: (
      <>
        <span>{fullName(change.personne)}</span>
        <span>{capital(longDay(change.jour))}</span>
        <span className="hub-dim">{nomOf(change.chantier_id)}</span>
      </>
    ),
    here: contentWords(change.vu, 'Rien'),
    there: (
      <>
        <span>{contentWords(change.present, 'Plus rien')}</span> <Author change={change} semaine={semaine} />
      </>
    ),
  }));
  return (
    <Notice state="ambre" title="Changé pendant que vous lisiez" alert>
      <p>
        {ids.length > 1
          ? `${ids.length} lignes ont changé depuis que l’écran les a montrées : elles n’ont pas été ${fait.verb}es.`
          : `Une ligne a changé depuis que l’écran l’a montrée : elle n’a pas été ${fait.verb}e.`}{' '}
        Relisez, puis recommencez.
      </p>
      <Versions caption="Ce que vous avez lu et ce qui est enregistré" here="Lu" there="Enregistré" rows={rows} />
      {ids.length > rows.length && <p>Et {ids.length - rows.length} autres.</p>}
    </Notice>
  );
}

/** Each reason once, with how many it kept back. */
export function Refused(props: RefusedProps): ReactNode {
  const others = props.fait.resultat.refuses.filter(({ code }) => code !== CHANGED);
  const byCode = Object.entries(Object.groupBy(others, ({ code }) => code));
  return (
    <>
      <ChangedMeanwhile {...props} />
      {byCode.length > 0 && (
        <Notice state="ambre" title="Tout n’a pas été pris" alert>
          <ul className="hub-plain">
            {byCode.map(([code, lines]) => (
              <li key={code}>
                {formatCount(lines?.length ?? 0, 'pointage', 'pointages')} : {refusWords(code)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
