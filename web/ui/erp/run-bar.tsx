// One bar of what a run did, by weight, and its parts with their figures. A part chosen filters the lines below.
import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/format.ts';
import styles from './run-bar.module.css';

/** `choice`: what choosing this part means; null when there are no lines to show of it. */
export type RunPart<C extends string> = { key: string; name: string; count: number; choice: C | null };
export type RunChoice<C extends string> = { chosen: C | undefined; choose: (choice: C | undefined) => void };

type BarProps<C extends string> = {
  parts: RunPart<C>[];
  /** What is not done yet, in the same count. */
  left: number;
  said: string;
  /** At work without knowing how much there is. */
  blind?: boolean;
  chosen: C | undefined;
};

export const RunBar = <C extends string>({ parts, left, said, blind, chosen }: BarProps<C>): ReactNode => (
  <div className={styles.bar} role="img" aria-label={said} data-working={blind === true}>
    {parts
      .filter(({ count }) => count > 0)
      .map(({ key, name, count, choice }) => (
        <span
          key={key}
          className={styles.part}
          data-part={key}
          data-dimmed={chosen !== undefined && chosen !== choice}
          style={{ flexGrow: count }}
          title={`${name} : ${formatNumber(count)}`}
        />
      ))}
    {left > 0 && <span style={{ flexGrow: left }} />}
  </div>
);

function Figure<C extends string>({ part, choice }: { part: RunPart<C>; choice: RunChoice<C> | undefined }): ReactNode {
  const content = (
    <>
      <span className={styles.swatch} data-part={part.key} aria-hidden />
      <span className={styles.name}>{part.name}</span>
      <span className={styles.count}>{formatNumber(part.count)}</span>
    </>
  );
  if (!choice || part.choice === null || part.count === 0) return <div className={styles.figure}>{content}</div>;
  const isChosen = choice.chosen === part.choice;
  return (
    <button
      type="button"
      className={styles.figure}
      aria-pressed={isChosen}
      onClick={() => choice.choose(isChosen ? undefined : (part.choice ?? undefined))}
    >
      {content}
    </button>
  );
}

type FiguresProps<C extends string> = { parts: RunPart<C>[]; label: string; choice: RunChoice<C> | undefined };

export const RunFigures = <C extends string>({ parts, label, choice }: FiguresProps<C>): ReactNode => (
  <ul className={styles.figures} aria-label={label}>
    {parts.map(part => (
      <li key={part.key}>
        <Figure part={part} choice={choice} />
      </li>
    ))}
  </ul>
);

type FrameProps = { figure: ReactNode; beside: string; announcement: string; children: ReactNode };

export const RunFrame = ({ figure, beside, announcement, children }: FrameProps): ReactNode => (
  <div className={styles.picture}>
    <p className={styles.top}>
      <span className={styles.read}>{figure}</span>
      <span className="hub-dim">{beside}</span>
    </p>
    {children}
    {/* Said only at milestones; there from the start, so that it is heard. */}
    <p role="status" className="hub-hidden">
      {announcement}
    </p>
  </div>
);
