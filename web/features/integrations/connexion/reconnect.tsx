// A new key for a connexion that lost its access: tried against the ERP before it replaces the old one.
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Connecteur, ErpLink } from '#contract/erp-link.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Failure } from '../../../ui/failure.tsx';
import { SchemaForm } from '../../../ui/schema-form.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { connecteursQuery, keepLink, reconnectLink } from '../api.ts';
import { atFields, sheetOf } from '../connecteur-form.ts';
import styles from './link.module.css';

type FormProps = { link: ErpLink; connecteur: Connecteur; onDone?: () => void };

function ReconnectForm({ link, connecteur, onDone }: FormProps): ReactNode {
  const client = useQueryClient();
  const sheet = useMemo(() => sheetOf(connecteur.form), [connecteur]);
  const reconnect = async (value: object) => {
    const fresh = await reconnectLink(link, sheet.split(value)).catch((error: unknown) => {
      throw atFields(error);
    });
    keepLink(client, fresh);
    void client.invalidateQueries({ queryKey: ['imports'] });
    notifications.show({ message: `${spokenName(fresh)} est reconnecté.` });
    onDone?.();
  };
  return (
    <div className={styles.reconnect}>
      <SchemaForm
        schema={sheet.schema}
        narrow
        initial={link.settings}
        sections={sheet.sections}
        submit="Reconnecter"
        onSubmit={reconnect}
        {...(onDone ? { onCancel: onDone } : {})}
      />
    </div>
  );
}

export function Reconnect({ link, onDone }: { link: ErpLink; onDone?: () => void }): ReactNode {
  const { data, error, refetch } = useQuery(connecteursQuery);
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <WaitingFacts facts={2} />;
  const connecteur = data.items.find(({ kind }) => kind === link.kind);
  return connecteur ? <ReconnectForm link={link} connecteur={connecteur} {...(onDone ? { onDone } : {})} /> : null;
}
