// What waits leaves by itself: when the app starts, when the network is back, when the app is looked at again, every half minute.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMoi } from '../../../lib/session.ts';
import { useEntrees } from './outbox.ts';
import { sendWaiting } from './send.ts';

const EVERY_MS = 30_000;

export function useSender(): void {
  const { id } = useMoi();
  const client = useQueryClient();
  const waits = useEntrees(id).some(({ etat }) => etat === 'attente');
  useEffect(() => {
    if (!waits) return;
    let busy = false;
    const send = () => {
      if (busy || !navigator.onLine || document.visibilityState === 'hidden') return;
      busy = true;
      sendWaiting(id)
        .then(async left => {
          if (left) await client.invalidateQueries({ queryKey: ['heures'] });
        })
        .finally(() => {
          busy = false;
        });
    };
    send();
    const timer = setInterval(send, EVERY_MS);
    addEventListener('online', send);
    document.addEventListener('visibilitychange', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
      document.removeEventListener('visibilitychange', send);
    };
  }, [id, waits, client]);
}

/** Drawn by nothing, started with the app (loaded after the page). */
export const Sender = (): null => {
  useSender();
  return null;
};
