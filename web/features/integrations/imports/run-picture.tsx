// The picture of a reading: one bar of what was read, its parts with their figures, the pace and the time left.
// Afterwards the same bar is the summary, and a part chosen in it filters the lines.
import { type ReactNode, useEffect, useState } from 'react';
import type { Import } from '#contract/import.ts';
import type { ActionLigne } from '#contract/values.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { keepSample, paceOf, type Sample, sayPace } from '../../../ui/erp/pace.ts';
import { RunBar, type RunChoice, RunFigures, RunFrame, type RunPart } from '../../../ui/erp/run-bar.tsx';
import { announce, barParts, besideParts, isOver, type Part, progressOf } from './run.ts';

type PictureProps = { run: Import; choice?: RunChoice<ActionLigne> | undefined };

function usePace(run: Import): string {
  const { read } = run.compte;
  const [samples, setSamples] = useState<Sample[]>([]);
  useEffect(() => {
    setSamples(known => keepSample(known, { at: Date.parse(run.updated_at), read }));
  }, [run.updated_at, read]);
  if (run.statut !== 'running') return '';
  const left = run.annonces !== null && run.annonces >= read ? run.annonces - read : null;
  return sayPace(paceOf(samples), left);
}

const partOf = ({ key, name, count, action }: Part): RunPart<ActionLigne> => ({ key, name, count, choice: action });

function Bar({ run, choice }: PictureProps): ReactNode {
  const parts = barParts(run).filter(({ count }) => count > 0);
  const progress = progressOf(run);
  const said = parts.map(({ name, count }) => `${formatNumber(count)} ${name.toLowerCase()}`).join(', ');
  return (
    <RunBar
      parts={parts.map(partOf)}
      left={progress ? run.compte.read / progress - run.compte.read : 0}
      said={said ? `${formatCount(run.compte.read, 'lu', 'lus')} : ${said}` : 'Rien de lu pour l’instant'}
      blind={run.statut === 'running' && progress === null}
      chosen={choice?.chosen}
    />
  );
}

export function RunPicture({ run, choice }: PictureProps): ReactNode {
  const pace = usePace(run);
  const progress = progressOf(run);
  const { read } = run.compte;
  const beside = besideParts(run).map(partOf);
  const figure = (
    <>
      <strong>{formatNumber(read)}</strong>{' '}
      {run.annonces !== null && !isOver(run) && run.annonces >= read
        ? `lus sur ${formatNumber(run.annonces)} annoncés`
        : read < 2
          ? 'chantier lu'
          : 'chantiers lus'}
      {progress !== null && !isOver(run) && ` · ${formatNumber(Math.floor(progress * 100))}\u00a0%`}
    </>
  );
  return (
    <RunFrame figure={figure} beside={pace} announcement={announce(run)}>
      <Bar run={run} choice={choice} />
      <RunFigures parts={barParts(run).map(partOf)} label="Ce qui a été lu" choice={choice} />
      {beside.length > 0 && <RunFigures parts={beside} label="À regarder aussi" choice={choice} />}
    </RunFrame>
  );
}
