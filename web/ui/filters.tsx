import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './filters.module.css';

const TYPING_MS = 250;

export const Filters = ({ children }: { children: ReactNode }): ReactNode => (
  <search className={styles.filters}>{children}</search>
);

/** Text typed in a filter: shown at once, put in the address when the typing pauses; follows the address otherwise. */
export function useTypedFilter(
  known: string | undefined,
  put: (text: string | undefined) => void,
): [string, (text: string) => void] {
  const [typed, setTyped] = useState(known ?? '');
  useEffect(() => setTyped(current => (current.trim() === (known ?? '') ? current : (known ?? ''))), [known]);
  const later = useDebouncedCallback((text: string) => put(text.trim() || undefined), TYPING_MS);
  return [
    typed,
    text => {
      setTyped(text);
      later(text);
    },
  ];
}
