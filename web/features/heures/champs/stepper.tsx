// Minutes by quarters of an hour, for a thumb in a glove; read out as one value by a screen reader.
import { IconMinus, IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatMinutes } from '../../../lib/format.ts';
import styles from './stepper.module.css';

type StepperProps = {
  label: string;
  minutes: number;
  step: number;
  disabled?: boolean;
  large?: boolean;
  onStep: (by: number) => void;
};

const KEYS: Record<string, number> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 4,
  PageDown: -4,
};

export function Stepper({ label, minutes, step, disabled = false, large = false, onStep }: StepperProps): ReactNode {
  const onKeyDown = (event: KeyboardEvent) => {
    const times = KEYS[event.key];
    if (times === undefined || disabled) return;
    event.preventDefault();
    onStep(times * step);
  };
  return (
    <div className={styles.stepper} data-large={large}>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${label} : ${step} minutes de moins`}
        disabled={disabled}
        onClick={() => onStep(-step)}
      >
        <IconMinus size={large ? 28 : 20} aria-hidden />
      </button>
      <div
        className={styles.value}
        role="spinbutton"
        tabIndex={disabled ? -1 : 0}
        aria-label={label}
        aria-valuenow={minutes}
        aria-valuemin={step}
        aria-valuemax={1440}
        aria-valuetext={formatMinutes(minutes)}
        aria-disabled={disabled}
        onKeyDown={onKeyDown}
      >
        {formatMinutes(minutes)}
      </div>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${label} : ${step} minutes de plus`}
        disabled={disabled}
        onClick={() => onStep(step)}
      >
        <IconPlus size={large ? 28 : 20} aria-hidden />
      </button>
    </div>
  );
}
