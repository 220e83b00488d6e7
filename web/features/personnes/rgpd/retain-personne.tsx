// What keeps the hours of a person beyond what the law asks: a dispute, an inspection. For an administrateur, of erased people too.
import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ConserverPersonne } from '#contract/personne.ts';
import { parisDay } from '../../../lib/format.ts';
import { AccessFailure } from '../../../ui/access/access-failure.tsx';
import { Ask } from '../../../ui/dialogs.tsx';
import { Failure, Notice } from '../../../ui/failure.tsx';
import { Day } from '../../../ui/time.tsx';
import { WaitingRows } from '../../../ui/waiting.tsx';
import { conservationQuery, retainPersonne } from '../api.ts';

/** Said at its field. */
class Incomplete extends Error {}

const HELD = 'Ses heures et ses variables de paie ne deviennent pas anonymes tant que la conservation n’est pas levée.';
const LIFTED =
  'Ses heures et ses variables de paie redeviennent anonymes d’elles-mêmes dès que la durée légale est passée, peut-être cette nuit.';

export function RetainPersonne({ id }: { id: string }): ReactNode {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(conservationQuery(id));
  const [asking, setAsking] = useState(false);
  const [motif, setMotif] = useState('');
  const [tried, setTried] = useState(false);
  if (error) return <Failure error={error} retry={refetch} right="lire ce qui fait conserver ses heures" />;
  if (!data) return <WaitingRows rows={1} />;
  const held = data.motif !== null;
  const read = ConserverPersonne.safeParse({ motif });
  const change = async () => {
    setTried(true);
    if (!held && !read.success) throw new Incomplete();
    const next = await retainPersonne(id, held ? null : motif.trim());
    client.setQueryData(conservationQuery(id).queryKey, next);
    setTried(false);
    setMotif('');
    notifications.show({ message: held ? 'Conservation levée.' : 'Ses heures sont conservées.' });
  };
  return (
    <>
      {held && (
        <Notice state="gris" title="Ses heures sont conservées au-delà de la durée légale">
          <p>
            Depuis le {data.posee_at && <Day on={parisDay(Date.parse(data.posee_at))} />} : {data.motif}
          </p>
        </Notice>
      )}
      <div>
        <Button variant="default" onClick={() => setAsking(true)}>
          {held ? 'Ne plus conserver ses heures' : 'Prolonger la conservation'}
        </Button>
      </div>
      <Ask
        opened={asking}
        title={held ? 'Lever la conservation ?' : 'Conserver ses heures au-delà de la durée légale ?'}
        consequence={
          held ? (
            LIFTED
          ) : (
            <div className="hub-stack">
              <p>Pour un litige ou un contrôle en cours. {HELD}</p>
              <Textarea
                label="Motif"
                maxLength={500}
                autosize
                minRows={2}
                error={tried && !read.success && 'Au moins 3 caractères.'}
                value={motif}
                onChange={event => setMotif(event.currentTarget.value)}
              />
            </div>
          )
        }
        action={held ? 'Lever la conservation' : 'Conserver'}
        dangerous={held}
        failure={error => (error instanceof Incomplete ? null : <AccessFailure error={error} />)}
        onClose={() => setAsking(false)}
        onConfirm={change}
      />
    </>
  );
}
