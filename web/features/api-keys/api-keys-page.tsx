import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiKey, ApiKeyCreated } from '#contract/api-key.ts';
import { STATUTS_CLE, type StatutCle } from '#contract/values.ts';
import { formatCount } from '../../lib/format.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Side } from '../../ui/dialogs.tsx';
import { Empty } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { type State, StateMark } from '../../ui/state-mark.tsx';
import { Since } from '../../ui/time.tsx';
import { WaitingRows } from '../../ui/waiting.tsx';
import { keysQuery } from './api.ts';
import styles from './api-keys.module.css';
import { KeyFailure } from './key-failure.tsx';
import { NewKeyForm } from './new-key-form.tsx';
import { RevokeButton } from './revoke-button.tsx';
import { scopeTitle } from './scope-words.ts';
import { SecretOnce } from './secret-once.tsx';

const STATES: Record<StatutCle, State> = {
  active: 'vert',
  expire_bientot: 'ambre',
  expiree: 'gris',
  revoquee: 'gris',
  desactivee: 'gris',
  suspendue: 'rouge',
};

const Ends = ({ row }: { row: ApiKey }): ReactNode => {
  if (row.revoked_at)
    return (
      <>
        révoquée <Since at={row.revoked_at} spoken />
      </>
    );
  return <Since at={row.expires_at} />;
};

const COLUMNS: Column<ApiKey>[] = [
  {
    name: 'Nom',
    heading: true,
    cell: ({ nom, description }) => (
      <>
        {nom}
        {description && <span className={styles.description}>{description}</span>}
      </>
    ),
  },
  { name: 'Statut', cell: ({ statut }) => <StateMark state={STATES[statut]}>{STATUTS_CLE[statut]}</StateMark> },
  { name: 'Clé', cell: ({ apercu }) => <code className={styles.preview}>{apercu}</code> },
  { name: 'Droits', cell: ({ scopes }) => scopes.map(scopeTitle).join(', ') },
  { name: 'Expire', labelled: true, cell: row => <Ends row={row} /> },
  {
    name: 'Dernier appel',
    labelled: true,
    cell: ({ last_used_at }) => (last_used_at ? <Since at={last_used_at} /> : 'jamais'),
  },
  { name: 'Action', cell: row => <RevokeButton apiKey={row} /> },
];

function sentenceOf(keys: ApiKey[]): string {
  const live = keys.filter(({ statut }) => statut === 'active' || statut === 'expire_bientot').length;
  const soon = keys.filter(({ statut }) => statut === 'expire_bientot').length;
  const start = formatCount(live, 'clé en service', 'clés en service');
  return soon > 0 ? `${start}, dont ${soon} qui expire bientôt` : start;
}

export function ApiKeysPage(): ReactNode {
  const { data, error, refetch } = useQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<ApiKeyCreated | null>(null);
  const button = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      Nouvelle clé
    </Button>
  );
  return (
    <Page title="Clés API" sentence={data && sentenceOf(data.items)} action={data && data.items.length > 0 && button}>
      {error && <KeyFailure error={error} retry={refetch} />}
      {!data && !error && <WaitingRows rows={3} tall />}
      {data?.items.length === 0 && (
        <Empty title="Pas encore de clé" action={button}>
          Une clé laisse un logiciel lire ou modifier vos données par l’API, en votre nom et dans la limite de vos
          droits.
        </Empty>
      )}
      {data && data.items.length > 0 && <DataTable caption="Vos clés API" columns={COLUMNS} rows={data.items} />}
      {data && (
        <p className="hub-dim">
          Chaque route de l’API est décrite dans la <a href="/api/docs">documentation</a>.
        </p>
      )}
      <Side opened={creating} title="Nouvelle clé API" onClose={() => setCreating(false)}>
        {creating && (
          <NewKeyForm
            onCancel={() => setCreating(false)}
            onCreated={key => {
              setCreating(false);
              setCreated(key);
            }}
          />
        )}
      </Side>
      <SecretOnce created={created} onClose={() => setCreated(null)} />
    </Page>
  );
}
