// The week again, one or several weeks later: what cannot be placed there is skipped and told.

import { Button, Modal, NativeSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { CopieSemaine } from '#contract/affectation.ts';
import { formatWeek } from '#contract/dates.ts';
import { formatCount } from '../../../lib/format.ts';
import { weekAfter } from '../../../lib/weeks.ts';
import { Failure } from '../../../ui/failure.tsx';

const AHEAD = [1, 2, 3, 4, 5, 6];

type CopyProps = {
  semaine: string;
  /** Null: everybody. */
  chosen: string[] | null;
  onClose: () => void;
  onCopy: (body: CopieSemaine) => Promise<void>;
};

function CopyForm({ semaine, chosen, onClose, onCopy }: CopyProps): ReactNode {
  const [vers, setVers] = useState(weekAfter(semaine, 1));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const copy = () => {
    setBusy(true);
    onCopy({ de: semaine, vers, ...(chosen ? { personne_ids: chosen } : {}), sauter_conflits: true })
      .then(onClose, setError)
      .finally(() => setBusy(false));
  };
  return (
    <div className="hub-stack">
      <p>
        {chosen
          ? `Les affectations de ${formatCount(chosen.length, 'personne choisie', 'personnes choisies')}`
          : 'Toutes les affectations'}{' '}
        de la semaine affichée seront posées aux mêmes jours. Les jours d’absence et ce qui est déjà prévu sont laissés
        tels quels.
      </p>
      <NativeSelect
        label="Vers"
        data-autofocus
        data={AHEAD.map(n => ({ value: weekAfter(semaine, n), label: formatWeek(weekAfter(semaine, n)) }))}
        value={vers}
        onChange={event => setVers(event.currentTarget.value)}
      />
      {error !== null && <Failure error={error} />}
      <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>
          Annuler
        </Button>
        <Button loading={busy} onClick={copy}>
          Copier la semaine
        </Button>
      </div>
    </div>
  );
}

export const CopyDialog = ({ opened, ...props }: CopyProps & { opened: boolean }): ReactNode => (
  <Modal
    opened={opened}
    onClose={props.onClose}
    title={`Copier la ${formatWeek(props.semaine).toLowerCase()}`}
    centered
    closeButtonProps={{ 'aria-label': 'Fermer' }}
    transitionProps={{ duration: 120 }}
  >
    <CopyForm {...props} />
  </Modal>
);
