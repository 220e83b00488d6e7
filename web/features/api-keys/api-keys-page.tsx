import { Button, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ApiKey } from '#contract/api-key.ts';
import { formatCount, formatInstant } from '../../lib/format.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { StatutCleMark } from '../../ui/access/statut-cle.tsx';
import { type Column, DataTable, openerClass } from '../../ui/data-table.tsx';
import { Side } from '../../ui/dialogs.tsx';
import { Empty } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { keysQuery } from './api.ts';
import styles from './api-keys.module.css';
import { NewKeyForm } from './new-key-form.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { scopeTitle } from './scope-words.ts';
import { SecretOnce, type Shown } from './secret-once.tsx';

/** After the list: most visits open no key. */
const KeyDrawer = lazy(() => import('./drawer/key-drawer.tsx').then(({ KeyDrawer }) => ({ default: KeyDrawer })));

const Ends = ({ row }: { row: ApiKey }): ReactNode => {
  if (row.revoked_at)
    return (
      <>
        révoquée <Since at={row.revoked_at} spoken />
      </>
    );
  return <Since at={row.expires_at} />;
};

const isServing = ({ statut }: ApiKey) => statut === 'active' || statut === 'expire_bientot';

const Stands = ({ row }: { row: ApiKey }): ReactNode => (
  <>
    <StatutCleMark statut={row.statut} />
    {row.superseded_at && isServing(row) && (
      <span className={styles.description}>remplacée, valable jusqu’au {formatInstant(row.expires_at)}</span>
    )}
    {row.statut === 'suspendue' && (
      <span className={styles.description}>par un administrateur : {row.suspended_motif}</span>
    )}
  </>
);

const columns = (onOpen: (row: ApiKey) => void): Column<ApiKey>[] => [
  {
    name: 'Nom',
    heading: true,
    cell: row => (
      <div className={styles.named}>
        <UnstyledButton className={openerClass} onClick={() => onOpen(row)}>
          {row.nom}
        </UnstyledButton>
        {row.description && <span className={styles.description}>{row.description}</span>}
      </div>
    ),
  },
  { name: 'Statut', cell: row => <Stands row={row} /> },
  { name: 'Clé', cell: ({ apercu }) => <code className={styles.preview}>{apercu}</code> },
  { name: 'Droits', cell: ({ scopes }) => scopes.map(scopeTitle).join(', ') },
  { name: 'Expire', labelled: true, cell: row => <Ends row={row} /> },
  {
    name: 'Dernier appel',
    labelled: true,
    cell: ({ last_used_at }) => (last_used_at ? <Since at={last_used_at} /> : 'jamais'),
  },
  {
    name: 'Action',
    cell: row => (
      <span className={styles.above}>
        <RevokeButton apiKey={row} />
      </span>
    ),
  },
];

function sentenceOf(keys: ApiKey[]): string {
  const live = keys.filter(isServing).length;
  const soon = keys.filter(({ statut, superseded_at }) => statut === 'expire_bientot' && !superseded_at).length;
  const suspended = keys.filter(({ statut }) => statut === 'suspendue').length;
  return [
    formatCount(live, 'clé en service', 'clés en service'),
    ...(soon > 0 ? [`dont ${soon} qui ${soon > 1 ? 'expirent' : 'expire'} bientôt`] : []),
    ...(suspended > 0 ? [formatCount(suspended, 'suspendue', 'suspendues')] : []),
  ].join(', ');
}

export function ApiKeysPage(): ReactNode {
  const { data, error, refetch } = useQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const show = (next: Shown) => {
    setCreating(false);
    setOpenId(null);
    setShown(next);
  };
  const open = (row: ApiKey) => setOpenId(row.id);
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Nouvelle clé
    </Button>
  );
  return (
    <Page title="Clés API" sentence={data && sentenceOf(data.items)} action={data && data.items.length > 0 && button}>
      {error && <AccessFailure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={3} tall />}
      {data?.items.length === 0 && (
        <Empty title="Pas encore de clé" action={button}>
          Une clé laisse un logiciel lire ou modifier vos données par l’API, en votre nom et dans la limite de vos
          droits.
        </Empty>
      )}
      {data && data.items.length > 0 && (
        <DataTable caption="Vos clés API" columns={columns(open)} rows={data.items} onOpen={open} />
      )}
      {data && (
        <p className="hub-dim">
          Chaque route de l’API est décrite dans la <a href="/api/docs">documentation</a>.
        </p>
      )}
      <Side opened={creating} title="Nouvelle clé API" onClose={() => setCreating(false)}>
        {creating && data && (
          <NewKeyForm max_jours={data.max_jours} onCancel={() => setCreating(false)} onCreated={key => show({ key })} />
        )}
      </Side>
      <Suspense fallback={null}>
        <KeyDrawer
          key={openId}
          apiKey={data?.items.find(({ id }) => id === openId)}
          onClose={() => setOpenId(null)}
          onRotated={show}
        />
      </Suspense>
      <SecretOnce shown={shown} onClose={() => setShown(null)} />
    </Page>
  );
}
