// The keys of a person, for an administrateur: stop one in an incident, let it go on, change its rate. No secret, no right to change.
import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type CleDePersonne, SuspendKey } from '#contract/api-key.ts';
import type { Personne } from '#contract/personne.ts';
import { formatInstant, formatNumber } from '../../lib/format.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { StatutCleMark } from '../../ui/access/statut-cle.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { Section } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { clesQuery, reinstateCle, suspendCle } from './api.ts';
import { ChangeLimiteButton } from './change-limite.tsx';

type CleProps = { cle: CleDePersonne; personne: Personne };

/** Puts the change on screen and says it. */
function useChanged({ cle, personne }: CleProps): (done: string) => Promise<void> {
  const client = useQueryClient();
  return async done => {
    await client.invalidateQueries({ queryKey: clesQuery(personne.id).queryKey });
    notifications.show({ message: `Clé « ${cle.nom} » ${done}. ${personne.prenom} ${personne.nom} en est averti.` });
  };
}

function Suspend({ cle, personne }: CleProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const [motif, setMotif] = useState('');
  const [wrong, setWrong] = useState(false);
  const changed = useChanged({ cle, personne });
  const suspend = async () => {
    const read = SuspendKey.safeParse({ motif });
    setWrong(!read.success);
    if (!read.success) throw new MotifMissing();
    await suspendCle(cle, read.data.motif);
    await changed('suspendue');
  };
  return (
    <>
      <Button variant="default" size="xs" aria-label={`Suspendre « ${cle.nom} »`} onClick={() => setAsking(true)}>
        Suspendre
      </Button>
      <Ask
        opened={asking}
        title={`Suspendre « ${cle.nom} » ?`}
        consequence={
          <div className="hub-stack">
            <p>Ses appels seront refusés immédiatement, jusqu’à ce qu’un administrateur lève la suspension.</p>
            <Textarea
              label="Motif"
              description="Lu par la personne, et gardé dans le journal de la clé"
              maxLength={500}
              autosize
              minRows={2}
              error={wrong && 'Au moins 3 caractères.'}
              value={motif}
              onChange={event => setMotif(event.currentTarget.value)}
            />
          </div>
        }
        action="Suspendre"
        failure={error => (error instanceof MotifMissing ? null : <AccessFailure error={error} />)}
        onClose={() => setAsking(false)}
        onConfirm={suspend}
      />
    </>
  );
}

/** Said at its field. */
class MotifMissing extends Error {}

function Reinstate({ cle, personne }: CleProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const changed = useChanged({ cle, personne });
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={`Lever la suspension de « ${cle.nom} »`}
        onClick={() => setAsking(true)}
      >
        Lever la suspension
      </Button>
      <Ask
        opened={asking}
        title={`Lever la suspension de « ${cle.nom} » ?`}
        consequence="La clé servira de nouveau, avec les mêmes droits, sauf si son titulaire l’a désactivée."
        action="Lever la suspension"
        dangerous={false}
        failure={error => <AccessFailure error={error} />}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await reinstateCle(cle);
          await changed('remise en service');
        }}
      />
    </>
  );
}

function Action({ cle, personne }: CleProps): ReactNode {
  const changed = useChanged({ cle, personne });
  if (cle.statut === 'revoquee' || cle.statut === 'expiree') return null;
  return (
    <div className="hub-row">
      {cle.suspended_at ? <Reinstate cle={cle} personne={personne} /> : <Suspend cle={cle} personne={personne} />}
      <ChangeLimiteButton cle={cle} onChanged={changed} />
    </div>
  );
}

/** The owner may have gone below his ceiling. */
const limiteOf = ({ rate_limit_per_hour, rate_limit_max }: CleDePersonne): string =>
  `${formatNumber(rate_limit_per_hour)}/h${rate_limit_per_hour < rate_limit_max ? `, ${formatNumber(rate_limit_max)} au plus` : ''}`;

const columns = (personne: Personne): Column<CleDePersonne>[] => [
  // The other columns leave a name no less than a word.
  { name: 'Nom', heading: true, cell: ({ nom }) => <div style={{ minWidth: '9rem' }}>{nom}</div> },
  {
    name: 'Statut',
    cell: ({ statut, suspended_at, suspended_motif }) => (
      <>
        <StatutCleMark statut={statut} />
        {suspended_at && (
          <p className="hub-dim hub-small">
            le {formatInstant(suspended_at)} : {suspended_motif}
          </p>
        )}
      </>
    ),
  },
  { name: 'Fin du secret', labelled: true, cell: ({ fin }) => <code>…{fin}</code> },
  { name: 'Débit', labelled: true, cell: limiteOf },
  { name: 'Expire', labelled: true, cell: ({ expires_at }) => <Since at={expires_at} /> },
  {
    name: 'Dernier appel',
    labelled: true,
    cell: ({ last_used_at }) => (last_used_at ? <Since at={last_used_at} /> : 'jamais'),
  },
  { name: 'Action', cell: cle => <Action cle={cle} personne={personne} /> },
];

export function PersonneCles({ personne }: { personne: Personne }): ReactNode {
  const { data, error, refetch } = useQuery(clesQuery(personne.id));
  const name = `${personne.prenom} ${personne.nom}`;
  return (
    <Section title="Clés API">
      {error && <AccessFailure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={2} />}
      {data?.items.length === 0 && <p className="hub-dim">Cette personne n’a pas de clé API.</p>}
      {data && data.items.length > 0 && (
        <DataTable caption={`Clés API de ${name}`} columns={columns(personne)} rows={data.items} />
      )}
    </Section>
  );
}
