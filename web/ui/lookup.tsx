// A field that searches while one types: WAI-ARIA combobox with a list, used for communes, personnes and Ctrl K.
import { TextInput, type TextInputProps } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import styles from './lookup.module.css';

export type Choice = { key: string; label: string; hint?: string; group?: string };

type LookupProps<T extends Choice> = Omit<TextInputProps, 'value' | 'onChange' | 'onSelect'> & {
  text: string;
  onText: (text: string) => void;
  choices: T[];
  onChoose: (choice: T) => void;
  /** Said in the place of the list when there is nothing to choose; empty: no list at all. */
  nothing: string;
  /** Always open (Ctrl K), or under the field while it has the focus. */
  inline?: boolean;
};

type ListProps<T extends Choice> = { id: string; choices: T[]; active: number; onChoose: (choice: T) => void };

function ChoiceList<T extends Choice>({ id, choices, active, onChoose }: ListProps<T>): ReactNode {
  return (
    <div className={styles.list} id={id} role="listbox" aria-label="Résultats">
      {choices.map((choice, index) => (
        <div key={choice.key} role="presentation">
          {choice.group && choice.group !== choices[index - 1]?.group && (
            <div className={styles.group} role="presentation">
              {choice.group}
            </div>
          )}
          {/* The field keeps the focus and drives the list with the arrows (aria-activedescendant). */}
          <div
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            ref={node => {
              if (index === active) node?.scrollIntoView({ block: 'nearest' });
            }}
            onMouseDown={event => {
              event.preventDefault();
              onChoose(choice);
            }}
          >
            <span>{choice.label}</span>
            {choice.hint && <span className="hub-dim hub-small">{choice.hint}</span>}
          </div>
        </div>
      ))}
    </div>
  );
}

function nextActive(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowDown') return (active + 1) % count;
  if (key === 'ArrowUp') return (active - 1 + count) % count;
  return null;
}

export function Lookup<T extends Choice>(props: LookupProps<T>): ReactNode {
  const { text, onText, choices, onChoose, nothing, inline = false, ...input } = props;
  const id = useId();
  const [focused, setFocused] = useState(false);
  const [wanted, setWanted] = useState(0);
  const active = Math.min(wanted, choices.length - 1);
  const open = inline || focused;
  const choose = (choice: T) => {
    setFocused(false);
    setWanted(0);
    onChoose(choice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextActive(event.key, active, choices.length);
    const chosen = choices[active];
    if (next !== null) setWanted(next);
    else if (event.key === 'Enter' && open && chosen) choose(chosen);
    else if (event.key === 'Escape' && focused && !inline && text) setFocused(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.lookup}>
      <TextInput
        {...input}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open && choices.length > 0}
        aria-controls={open && choices.length > 0 ? id : undefined}
        aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        value={text}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
        onChange={event => {
          setFocused(true);
          setWanted(0);
          onText(event.currentTarget.value);
        }}
      />
      {open && (choices.length > 0 || nothing) && (
        <div className={inline ? styles.inline : styles.drop}>
          {choices.length > 0 && <ChoiceList id={id} choices={choices} active={active} onChoose={choose} />}
          {choices.length === 0 && <p className={styles.nothing}>{nothing}</p>}
        </div>
      )}
      {/* Apart from what is seen: a live region must be there before it speaks. */}
      <p role="status" className="hub-hidden">
        {open && choices.length === 0 ? nothing : ''}
      </p>
    </div>
  );
}
