// One line in a drawer: both sides of a change, why it is where it is, what can be done, and every state it went through.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { semaineDe } from '#contract/calendrier.ts';
import { formatWholeDay } from '#contract/dates.ts';
import type { HistoriqueLigne, LigneEnvoi } from '#contract/export.ts';
import { RAISONS_LIGNE } from '#contract/values.ts';
import { historiqueQuery, ligneQuery } from '../../../lib/envois.ts';
import { formatInstant, formatMinutes } from '../../../lib/format.ts';
import { OpenChronologie } from '../../../ui/chronologie/open-chronologie.tsx';
import { Side } from '../../../ui/dialogs.tsx';
import { doubtOf, sayTimes, stateOfGeste, stateOfLigne } from '../../../ui/erp/envoi/words.ts';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Facts } from '../../../ui/page.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { LigneActions } from './ligne-actions.tsx';
import { LigneMarks } from './ligne-table.tsx';
import styles from './lignes.module.css';

const sayAmount = (part: Pick<LigneEnvoi, 'minutes' | 'debut' | 'fin'>): string =>
  [formatMinutes(part.minutes), sayTimes(part)].filter(Boolean).join(', ');

const Change = ({ ligne }: { ligne: LigneEnvoi }): ReactNode =>
  ligne.remplace && (
    <dl className={styles.change}>
      <dt>Avant</dt>
      <dd>{sayAmount(ligne.remplace)}</dd>
      <dt>Maintenant</dt>
      <dd>{sayAmount(ligne)}</dd>
    </dl>
  );

const Reason = ({ ligne }: { ligne: LigneEnvoi }): ReactNode => {
  const { state } = stateOfLigne(ligne);
  if (ligne.ignoree)
    return (
      <Notice state="gris" title="Mise de côté">
        <p>« {ligne.ignoree.note} »</p>
        <p>
          {ligne.ignoree.par ?? 'Une personne effacée'}, <Since at={ligne.ignoree.at} spoken />
        </p>
      </Notice>
    );
  const said = ligne.raison ? { title: RAISONS_LIGNE[ligne.raison.code], phrase: ligne.raison.phrase } : doubtOf(ligne);
  return (
    said && (
      <Notice state={state} title={said.title}>
        <p>{said.phrase}</p>
      </Notice>
    )
  );
};

const factsOf = (ligne: LigneEnvoi): [string, ReactNode][] => [
  ['Jour', formatWholeDay(ligne.jour)],
  ...(ligne.jour_erp === ligne.jour
    ? []
    : [['Jour dans l’ERP', formatWholeDay(ligne.jour_erp)] satisfies [string, ReactNode]]),
  ['Durée', formatMinutes(ligne.minutes)],
  [
    'Horaires',
    sayTimes(ligne)
      ? `${sayTimes(ligne)}${ligne.indicatif ? ' : indicatifs, seule la durée fait foi' : ''}`
      : 'La durée seule',
  ],
  [
    'Chantier',
    ligne.chantier_id ? (
      <Link key="chantier" to="/chantiers/$id" params={{ id: ligne.chantier_id } as never}>
        {ligne.chantier}
      </Link>
    ) : (
      'Plus aucun'
    ),
  ],
  ['Repère dans l’ERP', <code key="marque">{ligne.marque}</code>],
  [
    'Identifiant dans l’ERP',
    ligne.external_id ? (
      <code key="externe" className="hub-clip">
        {ligne.external_id}
      </code>
    ) : (
      'Aucun'
    ),
  ],
  ['Essais', String(ligne.essais)],
  ['Dernier essai', ligne.tente_at ? <Since key="essai" at={ligne.tente_at} /> : 'Aucun'],
  ['Arrivée dans l’ERP', ligne.envoye_at ? <Since key="arrivee" at={ligne.envoye_at} /> : 'Pas encore'],
];

type Geste = HistoriqueLigne['items'][number];

const Step = ({ geste }: { geste: Geste }): ReactNode => {
  const { state, word } = stateOfGeste(geste);
  return (
    <li className={styles.step}>
      <span>
        <StateMark state={state}>{word}</StateMark>
      </span>
      {geste.raison && <span className="hub-small">{geste.raison.phrase}</span>}
      <span className="hub-dim hub-small">
        <time dateTime={geste.at}>{formatInstant(geste.at)}</time>, {geste.par ?? 'le hub'}
        {geste.run_id && (
          <>
            {' · '}
            <Link to="/envois/$id" params={{ id: geste.run_id } as never}>
              envoi
            </Link>
          </>
        )}
      </span>
    </li>
  );
};

function History({ id }: { id: string }): ReactNode {
  const { data, error, refetch } = useQuery(historiqueQuery(id));
  return (
    <section className="hub-stack">
      <h3>Ce qui lui est arrivé</h3>
      {error && <Failure error={error} retry={refetch} right="lire l’histoire d’une ligne" />}
      {!data && !error && <WaitingFacts facts={3} />}
      {data && (
        <ol className={styles.history}>
          {data.items.map(geste => (
            <Step key={[geste.at, geste.etat, geste.retrait, geste.raison?.code].join()} geste={geste} />
          ))}
        </ol>
      )}
    </section>
  );
}

const Content = ({ ligne }: { ligne: LigneEnvoi }): ReactNode => (
  <div className="hub-stack">
    <div>
      <p>
        <strong>{ligne.personne}</strong>
      </p>
      <LigneMarks ligne={ligne} />
    </div>
    <Reason ligne={ligne} />
    <Change ligne={ligne} />
    <LigneActions ligne={ligne} />
    <Facts facts={factsOf(ligne)} />
    <p className="hub-row">
      <OpenChronologie
        of={{ objet: 'ligne_envoi', id: ligne.id }}
        about={`${formatMinutes(ligne.minutes)}, ${ligne.personne}`}
      />
      <Link
        to="/heures/$personne/$semaine"
        params={{ personne: ligne.personne_id, semaine: semaineDe(ligne.jour) } as never}
        className="hub-link"
      >
        Voir sa semaine d’heures
      </Link>
    </p>
    <History id={ligne.id} />
  </div>
);

function Loaded({ id }: { id: string }): ReactNode {
  const { data, error, refetch } = useQuery(ligneQuery(id));
  if (error) return <Failure error={error} retry={refetch} right="lire les lignes d’un envoi" />;
  return data ? <Content ligne={data} /> : <WaitingFacts facts={8} />;
}

export const LigneDrawer = ({ id, onClose }: { id: string | undefined; onClose: () => void }): ReactNode => (
  <Side opened={id !== undefined} title="Ligne d’envoi" onClose={onClose}>
    {id && <Loaded id={id} />}
  </Side>
);
