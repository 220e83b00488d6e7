// « Qui tient quoi »: which side changes which field of a chantier; read by all, chosen by an administrateur.
import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import type { ErpLink } from '#contract/erp-link.ts';
import { isAdministrateur, useMoi } from '../../../lib/session.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import { Facts, Section } from '../../../ui/page.tsx';
import { WaitingFacts } from '../../../ui/waiting.tsx';
import { fieldsOf } from './held.ts';

const EditHeld = lazy(() => import('./edit-held.tsx').then(({ EditHeld: it }) => ({ default: it })));

const route = getRouteApi('/app/integrations/$id');

export function HeldFields({ link }: { link: ErpLink }): ReactNode {
  const { vue } = route.useSearch();
  const navigate = useNavigate({ from: '/integrations/$id' });
  const show = (next: 'champs' | undefined) =>
    void navigate({ search: old => ({ ...old, vue: next }), resetScroll: false });
  const admin = isAdministrateur(useMoi());
  const editing = admin && vue === 'champs';
  const action = (
    <div className="hub-row">
      {admin && !editing && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowsExchange size={16} aria-hidden />}
          onClick={() => show('champs')}
        >
          Changer qui tient quoi
        </Button>
      )}
      <Link to="/integrations/conflits" search={{ connexion: link.id } as never} className="hub-link">
        Voir les conflits
      </Link>
    </div>
  );
  return (
    <Section title="Qui tient quoi" action={action}>
      {editing ? (
        <Suspense fallback={<WaitingFacts facts={7} />}>
          <EditHeld link={link} onDone={() => show(undefined)} />
        </Suspense>
      ) : (
        <>
          <p>
            D’un chantier venu de {spokenName(link)}, ce que l’ERP tient se change là-bas et arrive ici tout seul. Ce
            qu’il laisse vide, l’équipe, la couleur et la description se changent toujours ici.
          </p>
          <Facts
            facts={[
              [`Tenus par ${link.kind_nom}`, fieldsOf(link.champs_app, 'erp')],
              ['Tenus par le hub', fieldsOf(link.champs_app, 'app') || 'Aucun'],
            ]}
          />
          {!admin && <p className="hub-dim">Un administrateur peut en changer.</p>}
        </>
      )}
    </Section>
  );
}
