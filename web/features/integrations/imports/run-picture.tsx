// The picture of a run: one bar of what was read, its parts with their figures, the pace and the time left.
// Afterwards the same bar is the summary, and a part chosen in it filters the lines.
import { type ReactNode, useEffect, useState } from 'react';
import type { Import } from '#contract/import.ts';
import type { ActionLigne } from '#contract/values.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import { keepSample, paceOf, type Sample, sayPace } from './pace.ts';
import { announce, barParts, besideParts, isOver, type Part, progressOf } from './run.ts';
import styles from './run-picture.module.css';

export type Choice = { action: ActionLigne | undefined; choose: (action: ActionLigne | undefined) => void };
type PictureProps = { run: Import; choice?: Choice | undefined };

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

function Bar({ run, choice }: PictureProps): ReactNode {
  const parts = barParts(run).filter(({ count }) => count > 0);
  const progress = progressOf(run);
  const left = progress ? run.compte.read / progress - run.compte.read : 0;
  const said = parts.map(({ name, count }) => `${formatNumber(count)} ${name.toLowerCase()}`).join(', ');
  const working = run.statut === 'running';
  return (
    <div
      className={styles.bar}
      role="img"
      aria-label={said ? `${formatCount(run.compte.read, 'lu', 'lus')} : ${said}` : 'Rien de lu pour l’instant'}
      data-working={working && progress === null}
    >
      {parts.map(({ key, name, count, action }) => (
        <span
          key={key}
          className={styles.part}
          data-part={key}
          data-dimmed={choice?.action !== undefined && choice.action !== action}
          style={{ flexGrow: count }}
          title={`${name} : ${formatNumber(count)}`}
        />
      ))}
      {left > 0 && <span style={{ flexGrow: left }} />}
    </div>
  );
}

function Figure({ part, choice }: { part: Part; choice: Choice | undefined }): ReactNode {
  const { key, name, count, action } = part;
  const content = (
    <>
      <span className={styles.swatch} data-part={key} aria-hidden />
      <span className={styles.name}>{name}</span>
      <span className={styles.count}>{formatNumber(count)}</span>
    </>
  );
  if (!choice || action === null || count === 0) return <div className={styles.figure}>{content}</div>;
  const chosen = choice.action === action;
  return (
    <button
      type="button"
      className={styles.figure}
      aria-pressed={chosen}
      onClick={() => choice.choose(chosen ? undefined : action)}
    >
      {content}
    </button>
  );
}

const Figures = ({ run, choice }: PictureProps): ReactNode => {
  const list = (parts: Part[], label: string) => (
    <ul className={styles.figures} aria-label={label}>
      {parts.map(part => (
        <li key={part.key}>
          <Figure part={part} choice={choice} />
        </li>
      ))}
    </ul>
  );
  const beside = besideParts(run);
  return (
    <>
      {list(barParts(run), 'Ce qui a été lu')}
      {beside.length > 0 && list(beside, 'À regarder aussi')}
    </>
  );
};

export function RunPicture({ run, choice }: PictureProps): ReactNode {
  const pace = usePace(run);
  const progress = progressOf(run);
  const { read } = run.compte;
  return (
    <div className={styles.picture}>
      <p className={styles.top}>
        <span className={styles.read}>
          <strong>{formatNumber(read)}</strong>{' '}
          {run.annonces !== null && !isOver(run) && run.annonces >= read
            ? `lus sur ${formatNumber(run.annonces)} annoncés`
            : read < 2
              ? 'chantier lu'
              : 'chantiers lus'}
          {progress !== null && !isOver(run) && ` · ${formatNumber(Math.floor(progress * 100))}\u00a0%`}
        </span>
        <span className="hub-dim">{pace}</span>
      </p>
      <Bar run={run} choice={choice} />
      <Figures run={run} choice={choice} />
      {/* Said only at milestones; there from the start, so that it is heard. */}
      <p role="status" className="hub-hidden">
        {announce(run)}
      </p>
    </div>
  );
}
