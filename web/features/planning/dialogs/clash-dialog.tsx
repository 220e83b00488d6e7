// Somebody was faster: both versions, and the choice.

import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Affectation, Planning } from '#contract/affectation.ts';
import { formatWholeDay } from '#contract/dates.ts';
import { Notice } from '../../../ui/failure.tsx';
import { hoursWord } from '../desk/block.tsx';
import type { Clash } from '../use-actions.ts';
import { BothVersions, type VersionRow } from './versions.tsx';

type ClashProps = { clash: Clash | null; planning: Planning; onResolve: (keepMine: boolean) => void };

const linesOf = (bloc: Affectation, { personnes, chantiers }: Planning): Record<string, string> => {
  const who = personnes.find(({ id }) => id === bloc.personne_id);
  return {
    Personne: who ? `${who.prenom} ${who.nom}` : `${bloc.prenom} ${bloc.nom}`,
    Chantier: chantiers.find(({ id }) => id === bloc.chantier_id)?.nom ?? bloc.chantier_nom,
    Jour: formatWholeDay(bloc.jour),
    Heures: hoursWord(bloc) || 'La journée',
    Note: bloc.note ?? '–',
  };
};

const rowsOf = ({ mine, theirs }: Clash, planning: Planning): VersionRow[] => {
  const kept = theirs && linesOf(theirs, planning);
  return Object.entries(linesOf(mine, planning))
    .map(([name, value]): VersionRow => [name, value, kept ? (kept[name] ?? '–') : 'Retirée'])
    .filter(([name, ours, stored]) => ours !== stored || name === 'Personne');
};

export const ClashDialog = ({ clash, planning, onResolve }: ClashProps): ReactNode => (
  <Modal
    opened={clash !== null}
    onClose={() => onResolve(false)}
    title="Modifiée entre-temps"
    centered
    size="36rem"
    withCloseButton={false}
    transitionProps={{ duration: 120 }}
  >
    {clash && (
      <div className="hub-stack">
        <Notice state="ambre" title="Quelqu’un a changé cette affectation pendant votre geste" alert>
          <p>Rien n’a été écrasé. Choisissez la version à garder.</p>
        </Notice>
        <BothVersions rows={rowsOf(clash, planning)} />
        <div className="hub-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" data-autofocus onClick={() => onResolve(false)}>
            Garder la version enregistrée
          </Button>
          {clash.theirs && <Button onClick={() => onResolve(true)}>Appliquer la mienne</Button>}
        </div>
      </div>
    )}
  </Modal>
);
