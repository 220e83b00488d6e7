import { Button, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLockOpen } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatOfMonth } from '#contract/dates.ts';
import { type PeriodePaie, RouvrirPeriode } from '#contract/paie.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { forgetPaie } from '../../../ui/paie/api.ts';
import { reopenPeriode } from '../api.ts';

/** Said at its field. */
class Incomplete extends Error {}

export function ReopenMonth({ periode }: { periode: PeriodePaie }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [motif, setMotif] = useState('');
  const [tried, setTried] = useState(false);
  const mois = formatOfMonth(periode.mois);
  const read = RouvrirPeriode.safeParse({ motif });
  const reopen = async () => {
    setTried(true);
    if (!read.success) throw new Incomplete();
    try {
      await reopenPeriode(periode, read.data.motif);
    } finally {
      await forgetPaie(client);
    }
    notifications.show({ message: `Paie ${mois} rouverte.` });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLockOpen size={16} aria-hidden />}
        onClick={() => {
          setMotif('');
          setTried(false);
          setAsking(true);
        }}
      >
        Rouvrir le mois
      </Button>
      <Ask
        opened={asking}
        title={`Rouvrir la paie ${mois} ?`}
        consequence={
          <div className="hub-stack">
            <p>
              Ses quantités suivront de nouveau les heures, et les régularisations qui le corrigeaient ailleurs
              disparaissent : il les portera lui-même. Le fichier déjà remis à la paie ne sera plus le bon.
            </p>
            <Textarea
              label="Motif"
              description="Reste dans l’historique du mois, avec votre nom"
              maxLength={500}
              autosize
              minRows={2}
              error={tried && !read.success && 'Au moins 3 caractères.'}
              value={motif}
              onChange={event => setMotif(event.currentTarget.value)}
            />
          </div>
        }
        action="Rouvrir"
        dangerous={false}
        failure={error => (error instanceof Incomplete ? null : <Failure error={error} />)}
        onClose={() => setAsking(false)}
        onConfirm={reopen}
      />
    </>
  );
}
