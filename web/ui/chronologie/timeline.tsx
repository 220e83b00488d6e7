// What happened to one datum, on one vertical line: the answer to « where did it go? ».

import { Button } from '@mantine/core';
import {
  IconArrowsDiff,
  IconBolt,
  IconBroadcast,
  IconDownload,
  IconScale,
  IconSend,
  IconTool,
  IconUser,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import type { ChronologieQuery, EtapeChronologie, GenreEtape } from '#contract/chronologie.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { formatInstant, formatNumber, formatTime } from '../../lib/format.ts';
import { Empty, Failure } from '../failure.tsx';
import { StateShape } from '../state-mark.tsx';
import { WaitingFacts } from '../waiting.tsx';
import { chronologieQuery } from './api.ts';
import styles from './chronologie.module.css';
import { daysOf, type Etape, foldEtapes, GENRES, stateOfEtape } from './steps.ts';

/** Seen at first: what came before is one click away. */
const LAST = 40;

const ICONS: Record<GenreEtape, typeof IconBolt> = {
  signal: IconBroadcast,
  lecture: IconDownload,
  evenement: IconBolt,
  conflit: IconArrowsDiff,
  geste: IconUser,
  envoi: IconSend,
  constat: IconScale,
  reparation: IconTool,
};

const More = ({ lien }: { lien: NonNullable<EtapeChronologie['lien']> }): ReactNode => {
  if (lien.objet === 'import')
    return (
      <Link to="/integrations/imports/$id" params={{ id: lien.id } as never}>
        Voir la lecture
      </Link>
    );
  if (lien.objet === 'export')
    return (
      <Link to="/envois/$id" params={{ id: lien.id } as never}>
        Voir l’envoi
      </Link>
    );
  return (
    <Link to="/envois" search={{ ligne: lien.id } as never}>
      Voir la ligne
    </Link>
  );
};

const Changes = ({ changements }: Pick<Etape, 'changements'>): ReactNode => (
  <dl className={styles.changes}>
    {changements.map(({ champ, avant, apres }) => (
      <div key={champ}>
        <dt>{champ}</dt>
        <dd>
          {avant === null && apres === null ? (
            'changé'
          ) : (
            <>
              {avant !== null && (
                <>
                  <span className="hub-hidden">avant : </span>
                  <del>{avant}</del> <span aria-hidden>→</span> <span className="hub-hidden">, maintenant : </span>
                </>
              )}
              <ins>{apres ?? 'rien'}</ins>
            </>
          )}
        </dd>
      </div>
    ))}
  </dl>
);

const Step = ({ etape }: { etape: Etape }): ReactNode => {
  const { at, genre, titre, detail, par, changements, lien, fois, dernier_at } = etape;
  const Icon = ICONS[genre];
  const state = stateOfEtape(etape);
  return (
    <li className={styles.step} data-state={state ?? 'fait'}>
      <time className={styles.time} dateTime={at} title={formatInstant(at)}>
        {formatTime(at)}
      </time>
      <span className={styles.node}>
        <Icon size={16} stroke={1.75} aria-hidden />
      </span>
      <div className={styles.said}>
        <p className={styles.title}>
          <span className="hub-hidden">{GENRES[genre]}. </span>
          {state && state !== 'gris' && <StateShape state={state} />} {titre}
          {fois > 1 && <span className="hub-dim"> · {formatNumber(fois)} fois</span>}
        </p>
        {detail && <p className="hub-clip">{detail}</p>}
        {changements.length > 0 && <Changes changements={changements} />}
        {(par || lien || fois > 1) && (
          <p className={styles.foot}>
            {par && <span>par {par}</span>}
            {fois > 1 && <span>la dernière le {formatInstant(dernier_at)}</span>}
            {lien && <More lien={lien} />}
          </p>
        )}
      </div>
    </li>
  );
};

type TimelineProps = { etapes: readonly EtapeChronologie[]; heading: 'h2' | 'h3' };

export function Timeline({ etapes, heading: Heading }: TimelineProps): ReactNode {
  const [whole, setWhole] = useState(false);
  const folded = useMemo(() => foldEtapes(etapes), [etapes]);
  const hidden = whole ? 0 : Math.max(0, folded.length - LAST);
  return (
    <div className={styles.line}>
      {hidden > 0 && (
        <Button variant="default" size="xs" onClick={() => setWhole(true)}>
          Voir les {formatNumber(hidden)} étapes d’avant
        </Button>
      )}
      {daysOf(folded.slice(hidden)).map(({ jour, etapes: steps }) => (
        <section key={jour}>
          <Heading className={styles.day}>
            <span>
              {formatWholeDay(jour)} {jour.slice(0, 4)}
            </span>
          </Heading>
          <ol className={styles.steps}>
            {steps.map(etape => (
              <Step key={`${etape.at}${etape.genre}${etape.code}${etape.titre}`} etape={etape} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

type ChronologieProps = {
  of: ChronologieQuery;
  /** Where nothing else says of what. */
  named?: boolean;
  heading?: 'h2' | 'h3';
};

export function Chronologie({ of, named, heading = 'h3' }: ChronologieProps): ReactNode {
  const { data, error, refetch } = useQuery(chronologieQuery(of));
  if (error) return <Failure error={error} retry={refetch} right="suivre une donnée" />;
  if (!data) return <WaitingFacts facts={4} />;
  return (
    <div className="hub-stack">
      {named && (
        <p>
          <strong>{data.titre}</strong>
        </p>
      )}
      {data.etapes.length === 0 ? (
        <Empty title="Rien ne lui est encore arrivé">
          Ce que l’ERP en dit, ce que chacun y change et ce qui en part se lira ici.
        </Empty>
      ) : (
        <Timeline etapes={data.etapes} heading={heading} />
      )}
    </div>
  );
}
