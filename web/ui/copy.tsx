import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';

const SAID_MS = 2500;

/** Copies a text and says so. Without a clipboard (plain http, old browser) it selects nothing and says that instead. */
export function Copy({ text, label }: { text: string; label: string }): ReactNode {
  const [said, setSaid] = useState<'' | 'Copié' | 'Copie refusée : sélectionnez le texte'>('');
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setSaid('Copié'),
        () => setSaid('Copie refusée : sélectionnez le texte'),
      );
  return (
    <span className="hub-row">
      <Button
        variant="default"
        size="xs"
        leftSection={said === 'Copié' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
        onClick={copy}
      >
        {label}
      </Button>
      <span className="hub-small" role="status">
        {said}
      </span>
    </span>
  );
}
