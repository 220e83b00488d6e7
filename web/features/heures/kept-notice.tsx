import type { ReactNode } from 'react';
import { formatClock } from '../../lib/format.ts';
import { useKeptAt } from '../../lib/kept.ts';
import { Notice } from '../../ui/failure.tsx';
import { useNow } from '../../ui/time.tsx';

/** Without network the last hours read are shown, and never as if they were of now. */
export function KeptNotice({ of }: { of: string }): ReactNode {
  const now = useNow();
  const at = useKeptAt(of);
  if (!at) return null;
  const since = formatClock(at, now);
  return (
    <Notice state="ambre" title={`Données ${since.startsWith('le') ? since.replace('le', 'du') : `de ${since}`}`}>
      <p>Le hub ne répond pas. Ce que vous saisissez reste sur cet appareil et partira dès que le réseau revient.</p>
    </Notice>
  );
}
