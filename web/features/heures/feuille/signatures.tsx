// Every signature of a week, the last one first: signing again, or hours that change, takes none of them away.
import type { ReactNode } from 'react';
import type { FeuilleHeures, HistoriqueFeuille } from '#contract/feuille.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { Since } from '../../../ui/time.tsx';
import styles from './feuille.module.css';

type One = HistoriqueFeuille['signatures'][number];

const Sign = ({ one, changed }: { one: One; changed: boolean }): ReactNode => (
  <>
    <p className="hub-row">
      <StateMark state={one.refus ? 'rouge' : changed ? 'gris' : 'vert'}>{one.refus ? 'Refusée' : 'Signée'}</StateMark>
      <span>
        <Since at={one.at} spoken />, {one.appareil}
        {!one.refus && changed && <span className="hub-dim"> · les heures ont changé depuis</span>}
      </span>
    </p>
    {one.refus && <p className="hub-clip">« {one.refus} »</p>}
  </>
);

type Props = { signatures: HistoriqueFeuille['signatures']; empreinte: FeuilleHeures['empreinte'] };

export const Signatures = ({ signatures, empreinte }: Props): ReactNode =>
  signatures.length > 0 && (
    <>
      <h3>Signatures</h3>
      <ol className={styles.changes}>
        {signatures.map(one => (
          <li key={one.at}>
            <Sign one={one} changed={one.empreinte !== null && empreinte !== null && one.empreinte !== empreinte} />
          </li>
        ))}
      </ol>
    </>
  );
