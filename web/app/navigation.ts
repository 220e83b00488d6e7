// The entries of the rail, by role. Only what exists today: no dead control.
import {
  IconAlertOctagon,
  IconBuilding,
  IconCalendarWeek,
  IconCash,
  IconClockHour4,
  IconKey,
  IconLayoutDashboard,
  IconPlugConnected,
  IconScale,
  IconSend,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import { canReadErp } from '../lib/erp-links.ts';
import { canDoPaie, canReadPersonnes, isAdministrateur, type Moi } from '../lib/session.ts';

export type Entry = {
  to:
    | '/'
    | '/chantiers'
    | '/planning'
    | '/heures'
    | '/paie'
    | '/integrations'
    | '/envois'
    | '/rapprochement'
    | '/api-keys'
    | '/personnes'
    | '/travaux-echoues'
    | '/compte';
  name: string;
  icon: typeof IconKey;
  /** After `g`. */
  letter: string;
  group: 'travail' | 'reglages';
  /** Stands under the entry before it, smaller: no entry of its own. */
  under?: true;
  /** Absent: for everybody. */
  shown?: (moi: Moi) => boolean;
};

const ENTRIES: Entry[] = [
  { to: '/', name: 'Tableau de bord', icon: IconLayoutDashboard, letter: 't', group: 'travail' },
  { to: '/chantiers', name: 'Chantiers', icon: IconBuilding, letter: 'c', group: 'travail' },
  { to: '/planning', name: 'Planning', icon: IconCalendarWeek, letter: 'l', group: 'travail' },
  { to: '/heures', name: 'Heures', icon: IconClockHour4, letter: 'h', group: 'travail' },
  { to: '/paie', name: 'Paie', icon: IconCash, letter: 's', group: 'travail', shown: canDoPaie },
  {
    to: '/integrations',
    name: 'Intégrations',
    icon: IconPlugConnected,
    letter: 'i',
    group: 'travail',
    shown: canReadErp,
  },
  {
    to: '/envois',
    name: 'Envois',
    icon: IconSend,
    letter: 'v',
    group: 'travail',
    under: true,
    shown: canReadErp,
  },
  {
    to: '/rapprochement',
    name: 'Rapprochement',
    icon: IconScale,
    letter: 'r',
    group: 'travail',
    under: true,
    shown: canReadErp,
  },
  { to: '/api-keys', name: 'Clés API', icon: IconKey, letter: 'k', group: 'reglages' },
  { to: '/personnes', name: 'Personnes', icon: IconUsers, letter: 'p', group: 'reglages', shown: canReadPersonnes },
  {
    to: '/travaux-echoues',
    name: 'Travaux en échec',
    icon: IconAlertOctagon,
    letter: 'e',
    group: 'reglages',
    shown: isAdministrateur,
  },
  { to: '/compte', name: 'Mon compte', icon: IconUser, letter: 'm', group: 'reglages' },
];

export const entriesFor = (moi: Moi): Entry[] => ENTRIES.filter(({ shown }) => shown?.(moi) ?? true);
