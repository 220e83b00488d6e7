// The settings of a connexion: read by all, changed by an administrateur. The forms are fetched when asked for.
import { Button } from '@mantine/core';
import { IconEdit, IconKey } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { Facts, Section } from '../../../ui/page.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { rhythmFacts, rhythmOf } from './rhythm.ts';

const EditRhythm = lazy(() => import('./edit-rhythm.tsx').then(({ EditRhythm }) => ({ default: EditRhythm })));
const Reconnect = lazy(() => import('./reconnect.tsx').then(({ Reconnect }) => ({ default: Reconnect })));

const route = getRouteApi('/app/integrations/$id');

export function LinkSettings({ link }: { link: ErpLink }): ReactNode {
  const { vue: shown } = route.useSearch();
  // The third view is that of the fields, above.
  const vue = shown === 'champs' ? undefined : shown;
  const navigate = useNavigate({ from: '/integrations/$id' });
  const admin = isAdministrateur(useMoi());
  const show = (next: 'reglages' | 'acces' | undefined) =>
    void navigate({ search: old => ({ ...old, vue: next }), resetScroll: false });
  const buttons = admin && !vue && (
    <div className="hub-row">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconEdit size={16} aria-hidden />}
        onClick={() => show('reglages')}
      >
        Modifier les réglages
      </Button>
      <Button variant="default" size="xs" leftSection={<IconKey size={16} aria-hidden />} onClick={() => show('acces')}>
        Changer l’accès
      </Button>
    </div>
  );
  return (
    <Section title="Réglages" action={buttons}>
      <Suspense fallback={<WaitingFacts facts={5} />}>
        {admin && vue === 'reglages' && <EditRhythm link={link} onDone={() => show(undefined)} />}
        {admin && vue === 'acces' && <Reconnect link={link} onDone={() => show(undefined)} />}
      </Suspense>
      {(!vue || !admin) && <Facts facts={rhythmFacts(rhythmOf(link))} />}
    </Section>
  );
}
