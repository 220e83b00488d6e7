// The picture of an envoi: what is there, what was taken back, what waits for somebody, what is left, and how fast it goes.
import type { ReactNode } from 'react';
import type { Envoi } from '#contract/export.ts';
import { isOpen } from '../../../lib/envois.ts';
import { formatClock, formatCount, formatNumber } from '../../../lib/format.ts';
import { announceEnvoi, doneOf, leftOf, type PartChoice, partsOf, progressOf } from '../../../ui/erp/envoi/words.ts';
import { sayPace } from '../../../ui/erp/pace.ts';
import { RunBar, type RunChoice, RunFigures, RunFrame } from '../../../ui/erp/run-bar.tsx';
import { useNow } from '../../../ui/time.tsx';

function besideOf(envoi: Envoi, now: number): string {
  const { statut, pause_jusqua, par_minute } = envoi;
  if (pause_jusqua && Date.parse(pause_jusqua) > now && isOpen(envoi))
    return `en pause jusqu’à ${formatClock(pause_jusqua, now)}`;
  return statut === 'running' ? sayPace(par_minute || null, leftOf(envoi)) : '';
}

export function EnvoiPicture({ envoi, choice }: { envoi: Envoi; choice: RunChoice<PartChoice> }): ReactNode {
  const now = useNow();
  const { lignes } = envoi.compte;
  const parts = partsOf(envoi);
  const open = isOpen(envoi);
  const said = parts.map(({ name, count }) => `${formatNumber(count)} ${name.toLowerCase()}`).join(', ');
  const figure = open ? (
    <>
      <strong>{formatNumber(doneOf(envoi))}</strong> sur {formatCount(lignes, 'ligne', 'lignes')}
      {lignes > 0 && ` · ${formatNumber(Math.floor(progressOf(envoi) * 100))}\u00a0%`}
    </>
  ) : (
    <>
      <strong>{formatNumber(lignes)}</strong> {lignes < 2 ? 'ligne' : 'lignes'}
    </>
  );
  return (
    <RunFrame figure={figure} beside={besideOf(envoi, now)} announcement={announceEnvoi(envoi, now)}>
      <RunBar
        // What is left is the empty end of the bar.
        parts={parts.filter(({ key }) => key !== 'to_send')}
        left={leftOf(envoi)}
        said={lignes > 0 ? `${formatCount(lignes, 'ligne', 'lignes')} : ${said}` : 'Aucune ligne pour l’instant'}
        blind={envoi.statut === 'running' && lignes === 0}
        chosen={choice.chosen}
      />
      <RunFigures parts={parts} label="Où en sont les lignes" choice={choice} />
    </RunFrame>
  );
}
