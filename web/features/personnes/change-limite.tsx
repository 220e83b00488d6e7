// How many requests an hour a person's key may make: an administrateur alone goes above what its owner may ask for.
import { Button, NumberInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ChangeLimite, type CleDePersonne } from '#contract/api-key.ts';
import { formatNumber } from '../../lib/format.ts';
import { AccessFailure } from '../../ui/access/access-failure.tsx';
import { Ask } from '../../ui/dialogs.tsx';
import { changeLimite } from './api.ts';

/** Said at its field. */
class LimiteWrong extends Error {}

type Props = { cle: CleDePersonne; onChanged: (done: string) => Promise<void> };

export function ChangeLimiteButton({ cle, onChanged }: Props): ReactNode {
  const [asking, setAsking] = useState(false);
  const [limite, setLimite] = useState<number | string>(cle.rate_limit_max);
  const [wrong, setWrong] = useState(false);
  const change = async () => {
    const read = ChangeLimite.safeParse({ rate_limit_max: limite });
    setWrong(!read.success);
    if (!read.success) throw new LimiteWrong();
    const { rate_limit_max } = await changeLimite(cle, read.data.rate_limit_max);
    await onChanged(`limitée à ${formatNumber(rate_limit_max)} demandes par heure`);
  };
  const ask = () => {
    setLimite(cle.rate_limit_max);
    setWrong(false);
    setAsking(true);
  };
  return (
    <>
      <Button variant="default" size="xs" aria-label={`Changer le débit de « ${cle.nom} »`} onClick={ask}>
        Changer le débit
      </Button>
      <Ask
        opened={asking}
        title={`Changer le débit de « ${cle.nom} » ?`}
        consequence={
          <div className="hub-stack">
            <p>Vaut dès la prochaine demande. La personne peut ensuite descendre plus bas, jamais au-dessus.</p>
            <NumberInput
              label="Demandes par heure"
              min={1}
              max={1_000_000}
              allowDecimal={false}
              hideControls
              thousandSeparator=" "
              error={wrong && 'Un nombre entier, de 1 à 1 000 000.'}
              value={limite}
              onChange={setLimite}
            />
          </div>
        }
        action="Changer le débit"
        dangerous={false}
        failure={error => (error instanceof LimiteWrong ? null : <AccessFailure error={error} />)}
        onClose={() => setAsking(false)}
        onConfirm={change}
      />
    </>
  );
}
