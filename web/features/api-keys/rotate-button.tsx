// A new secret for the same key; the old one goes on serving long enough to change it where it is used.
import { Button, Radio } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApiKey, ApiKeyCreated } from '#contract/api-key.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { keysQuery, rotateKey } from './api.ts';

/** The new key, and until when the old secret serves: an instant. */
export type Rotated = { key: ApiKeyCreated; until: string };

const HOUR_S = 3600;
const OVERLAPS = [
  { seconds: 0, label: 'Tout de suite', help: 'L’ancien secret est refusé dès maintenant : s’il a fui.' },
  {
    seconds: HOUR_S,
    label: 'Dans une heure',
    help: 'Le temps de le changer dans un logiciel que vous avez sous la main.',
  },
  { seconds: 24 * HOUR_S, label: 'Dans 24 heures', help: 'Le temps de prévenir qui l’emploie.' },
  { seconds: 168 * HOUR_S, label: 'Dans 7 jours', help: 'Pour un prestataire qui ne passe qu’une fois par semaine.' },
];

type RotateProps = { apiKey: ApiKey; onRotated: (rotated: Rotated) => void };

export function RotateButton({ apiKey, onRotated }: RotateProps): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [seconds, setSeconds] = useState(String(24 * HOUR_S));
  const rotate = async () => {
    const key = await rotateKey(apiKey.id, { chevauchement_secondes: Number(seconds) });
    // Shown whatever the list then answers: this secret comes once.
    const list = await client.fetchQuery({ ...keysQuery, staleTime: 0 }).catch(() => null);
    const old = list?.items.find(({ id }) => id === apiKey.id);
    onRotated({ key, until: old?.expires_at ?? new Date(Date.now() + Number(seconds) * 1000).toISOString() });
  };
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        Remplacer le secret
      </Button>
      <Ask
        opened={asking}
        title={`Remplacer le secret de « ${apiKey.nom} » ?`}
        consequence={
          <div className="hub-stack">
            <p>Un nouveau secret, avec les mêmes droits et les mêmes limites, vous sera montré une fois.</p>
            <Radio.Group label="L’ancien secret cesse de servir" value={seconds} onChange={setSeconds}>
              <div className="hub-plain">
                {OVERLAPS.map(overlap => (
                  <Radio
                    key={overlap.seconds}
                    value={String(overlap.seconds)}
                    label={overlap.label}
                    description={overlap.help}
                  />
                ))}
              </div>
            </Radio.Group>
          </div>
        }
        action="Remplacer"
        dangerous={seconds === '0'}
        failure={error => <AccessFailure error={error} />}
        onClose={() => setAsking(false)}
        onConfirm={rotate}
      />
    </>
  );
}
