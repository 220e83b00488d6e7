import type { ReactNode } from 'react';
import { formatCount } from '../../../lib/format.ts';
import { Ask } from '../../../ui/dialogs.tsx';

type LeavingProps = { count: number; onStay: () => void; onLeave: () => void };

/** Signing out with hours that have not left yet. */
const Leaving = ({ count, onStay, onLeave }: LeavingProps): ReactNode => (
  <Ask
    opened
    title="Des heures ne sont pas encore envoyées"
    consequence={`${formatCount(count, 'saisie reste', 'saisies restent')} sur cet appareil, et partiront quand vous vous reconnecterez ici ; personne d’autre ne les enverra.`}
    action="Se déconnecter quand même"
    onClose={onStay}
    onConfirm={async () => onLeave()}
  />
);
export default Leaving;
