// The one dialog or drawer that is open over the week.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CopieSemaine, Planning } from '#contract/affectation.ts';
import { parisDay } from '../../../lib/format.ts';
import { useMoi } from '../../../lib/session.ts';
import { Side } from '../../../ui/dialogs.tsx';
import { useNow } from '../../../ui/time.tsx';
import { NewAbsenceDrawer } from '../absences/absence-dialog.tsx';
import { OwnPlanning } from '../phone/own-planning.tsx';
import type { Actions } from '../use-actions.ts';
import type { BoardPage } from '../use-board-page.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { BlockDrawer } from './block-drawer.tsx';
import { ClashDialog } from './clash-dialog.tsx';
import { CopyDialog } from './copy-dialog.tsx';

const route = getRouteApi('/app/planning');

type DialogsProps = { page: BoardPage; planning: Planning; actions: Actions; plans: boolean };

const nameOf = (planning: Planning, personne_id: string): string => {
  const who = planning.personnes.find(({ id }) => id === personne_id);
  return who ? `${who.prenom} ${who.nom}` : 'Personne';
};

function PersonDrawer({ page, planning }: Pick<DialogsProps, 'page' | 'planning'>): ReactNode {
  const { personne } = route.useSearch();
  const today = parisDay(useNow());
  return (
    <Side
      opened={personne !== undefined}
      title={personne ? nameOf(planning, personne) : ''}
      onClose={() => page.openPerson(undefined)}
    >
      {personne && (
        <div className="hub-stack">
          <p className="hub-row">
            <Link to="/personnes/$id" params={{ id: personne }} className="hub-link">
              Ouvrir la fiche
            </Link>
            <Link to="/absences" search={{ personne }} className="hub-link">
              Ses absences
            </Link>
          </p>
          <OwnPlanning personne_id={personne} today={today} />
        </div>
      )}
    </Side>
  );
}

export function Dialogs({ page, planning, actions, plans }: DialogsProps): ReactNode {
  const navigate = useNavigate({ from: '/planning' });
  const moi = useMoi();
  const { opened, open, chosen, clear } = page;
  const close = () => open(null);
  const bloc = opened?.kind === 'bloc' ? planning.affectations.find(({ id }) => id === opened.id) : undefined;
  const copy = async (body: CopieSemaine) => {
    await actions.copyWeek(body);
    clear();
    await navigate({ search: old => ({ ...old, semaine: body.vers, jour: undefined }) });
  };
  return (
    <>
      <AssignDialog
        planning={planning}
        asked={opened?.kind === 'affecter' ? opened.asked : null}
        onClose={close}
        onAbsence={(personne_id, jour) => open({ kind: 'absence', personne_id, jour })}
        onSubmit={async body => {
          await actions.assign(body);
          clear();
        }}
      />
      <BlockDrawer
        bloc={bloc ?? null}
        actions={actions}
        plans={plans}
        notes={moi.role === 'chef_chantier'}
        onClose={close}
      />
      <CopyDialog
        opened={opened?.kind === 'copie'}
        semaine={planning.semaine}
        chosen={chosen.size > 0 ? [...chosen] : null}
        onClose={close}
        onCopy={copy}
      />
      <NewAbsenceDrawer
        asked={
          opened?.kind === 'absence'
            ? { personne: { id: opened.personne_id, name: nameOf(planning, opened.personne_id) }, jour: opened.jour }
            : null
        }
        onClose={close}
      />
      <PersonDrawer page={page} planning={planning} />
      <ClashDialog clash={actions.clash} planning={planning} onResolve={actions.resolve} />
    </>
  );
}
