// Closing a month, in words: what it does, and what it would be done in spite of.

import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatOfMonth } from '#contract/dates.ts';
import type { PretPourLaPaie } from '#contract/paie.ts';
import { POINTS_PAIE } from '#contract/values.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { forgetPaie } from '../../../ui/paie/api.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { closePeriode } from '../api.ts';
import styles from './mois.module.css';
import { countWords } from './points.tsx';

const InSpiteOf = ({ pret }: { pret: PretPourLaPaie }): ReactNode => (
  <>
    <p>Ce mois n’est pas prêt. Il reste :</p>
    <ul className={styles.history}>
      {pret.points
        .filter(({ bloquant, n }) => bloquant && n > 0)
        .map(point => (
          <li key={point.code}>
            <StateMark state="rouge">{POINTS_PAIE[point.code]}</StateMark> : {countWords(point)}
          </li>
        ))}
    </ul>
    <p>Ce qui n’est pas validé ne sera pas payé ce mois-ci.</p>
  </>
);

export function CloseMonth({ pret }: { pret: PretPourLaPaie }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const mois = formatOfMonth(pret.mois);
  const close = async () => {
    try {
      await closePeriode(pret.periode, !pret.pret);
    } finally {
      // Refused too: what it speaks of has changed meanwhile.
      await forgetPaie(client);
    }
    notifications.show({ message: `Paie ${mois} clôturée.` });
  };
  return (
    <>
      <Button
        variant={pret.pret ? 'filled' : 'default'}
        leftSection={<IconLock size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Clôturer le mois
      </Button>
      <Ask
        opened={asking}
        title={`Clôturer la paie ${mois} ?`}
        consequence={
          <div className="hub-stack">
            {!pret.pret && <InSpiteOf pret={pret} />}
            <p>
              Les quantités sont recalculées une dernière fois, sur les seules heures validées, puis ne changent plus.
              Ce qui sera validé ou corrigé ensuite partira le mois suivant, en régularisation.
            </p>
          </div>
        }
        action={pret.pret ? 'Clôturer' : 'Clôturer malgré ces points'}
        dangerous={!pret.pret}
        onClose={() => setAsking(false)}
        onConfirm={close}
      />
    </>
  );
}
