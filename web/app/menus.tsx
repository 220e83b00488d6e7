// The person's menu, and "Plus" on a phone.
import { Button, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconDots, IconKeyboard, IconLogout, IconSunMoon, IconUserCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { ROLES } from '#contract/values.ts';
import { api, isProblem } from '../lib/api.ts';
import { useMoi } from '../lib/session.ts';
import type { Entry } from './navigation.ts';

const SCHEMES = { light: 'Thème clair', dark: 'Thème sombre', auto: 'Thème de l’appareil' } as const;

const SchemeItems = (): ReactNode => {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return Object.entries(SCHEMES).map(([scheme, name]) => (
    <Menu.Item
      key={scheme}
      role="menuitemradio"
      aria-checked={colorScheme === scheme}
      leftSection={<IconSunMoon size={16} aria-hidden />}
      rightSection={colorScheme === scheme ? <IconCheck size={16} aria-hidden /> : null}
      onClick={() => setColorScheme(scheme as keyof typeof SCHEMES)}
    >
      {name}
    </Menu.Item>
  ));
};

/** Read when one leaves: the store of entries is no part of the first load. */
const waitingCount = async (personne_id: string): Promise<number> => {
  const { entreesOf } = await import('../features/heures/attente/outbox.ts');
  return (await entreesOf(personne_id)).length;
};

const Leaving = lazy(() => import('../features/heures/attente/leaving.tsx'));

/** Leaves by the server; a session that is already gone is left all the same. Hours that wait on this phone are told of first. */
function useSignOut(): { signOut: () => void; warning: ReactNode } {
  const moi = useMoi();
  const [waiting, setWaiting] = useState(0);
  const { mutate } = useMutation({
    mutationFn: () => api('DELETE', '/api/auth/session'),
    // A whole new page: nothing of what was read stays in memory.
    onSuccess: () => window.location.assign('/connexion'),
    onError: error => {
      if (isProblem(error, 'unauthenticated')) window.location.assign('/connexion');
      else notifications.show({ message: 'Le hub ne répond pas : vous êtes encore connecté. Réessayez.' });
    },
  });
  const signOut = () => {
    waitingCount(moi.id).then(
      count => (count > 0 ? setWaiting(count) : mutate()),
      () => mutate(),
    );
  };
  const warning = waiting > 0 && (
    <Suspense>
      <Leaving count={waiting} onStay={() => setWaiting(0)} onLeave={mutate} />
    </Suspense>
  );
  return { signOut, warning };
}

export function PersonMenu({ onHelp }: { onHelp: () => void }): ReactNode {
  const moi = useMoi();
  const { signOut, warning } = useSignOut();
  const name = `${moi.prenom} ${moi.nom}`;
  return (
    <>
      <Menu position="bottom-end" width="15rem" shadow="md">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            visibleFrom="sm"
            leftSection={<IconUserCircle size={20} aria-hidden />}
            aria-label={`Menu de ${name}`}
          >
            {name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{ROLES[moi.role]}</Menu.Label>
          <Menu.Item component={Link} to="/compte" leftSection={<IconUserCircle size={16} aria-hidden />}>
            Mon compte
          </Menu.Item>
          <SchemeItems />
          <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={onHelp}>
            Raccourcis clavier
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
            Se déconnecter
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {warning}
    </>
  );
}

type MoreProps = { entries: Entry[]; className: string | undefined };

export function BottomMore({ entries, className }: MoreProps): ReactNode {
  const moi = useMoi();
  const { signOut, warning } = useSignOut();
  return (
    <>
      <Menu position="top-end" width="16rem" shadow="md" zIndex={300}>
        <Menu.Target>
          <UnstyledButton className={className}>
            <IconDots size={20} stroke={1.75} aria-hidden />
            <span>Plus</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {moi.prenom} {moi.nom} · {ROLES[moi.role]}
          </Menu.Label>
          {entries.map(entry => {
            const Icon = entry.icon;
            return (
              <Menu.Item key={entry.to} component={Link} to={entry.to} leftSection={<Icon size={18} aria-hidden />}>
                {entry.name}
              </Menu.Item>
            );
          })}
          <Menu.Divider />
          <SchemeItems />
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
            Se déconnecter
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {warning}
    </>
  );
}
