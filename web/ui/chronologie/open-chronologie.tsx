// « Chronologie », beside any datum: opens its line in a drawer. For whoever may read what passes to and from the ERP.
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ChronologieQuery } from '#contract/chronologie.ts';
import { canReadErp } from '../../lib/erp-links.ts';
import { useMoi } from '../../lib/session.ts';
import { Side } from '../dialogs.tsx';
import { WaitingFacts } from '../waiting.tsx';
import styles from './chronologie.module.css';

/** Seldom opened: fetched when it is. */
const Chronologie = lazy(() => import('./timeline.tsx').then(it => ({ default: it.Chronologie })));

type OpenProps = {
  of: ChronologieQuery;
  /** Of what, for who hears the button alone: `7 h 20 sur Résidence Les Tilleuls`. */
  about: string;
};

export function OpenChronologie({ of, about }: OpenProps): ReactNode {
  const [opened, setOpened] = useState(false);
  const allowed = canReadErp(useMoi());
  if (!allowed) return null;
  return (
    <>
      <button type="button" className={styles.open} onClick={() => setOpened(true)}>
        Chronologie<span className="hub-hidden"> : {about}</span>
      </button>
      <Side opened={opened} title="Chronologie" onClose={() => setOpened(false)}>
        <Suspense fallback={<WaitingFacts facts={4} />}>
          <div className="hub-stack">
            <Chronologie of={of} named />
            <div>
              <Link to="/chronologie" search={of as never}>
                Ouvrir en page
              </Link>
            </div>
          </div>
        </Suspense>
      </Side>
    </>
  );
}
