// The value that was not kept may be taken, where the field is changed here; else why not.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ConflitErp } from '#contract/mapping.ts';
import { REPRISES_CONFLIT } from '#contract/values.ts';
import { canChangeChantiers, useMoi } from '../../../lib/session.ts';
import { Ask } from '../../../ui/dialogs.tsx';
import { sayChamp, sayValeur } from '../../../ui/erp/champs.ts';
import { renewChantiers } from '../api.ts';
import { conflitsKey, takeOther } from './api.ts';

export function TakeOther({ conflit, erp }: { conflit: ConflitErp; erp: string }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const allowed = canChangeChantiers(useMoi());
  const { champ, gagnant, ici, la_bas, reprise, maintenant } = conflit;
  const [kept, other] = (gagnant === 'app' ? [ici, la_bas] : [la_bas, ici]).map(value => sayValeur(champ, value));
  const { mutateAsync } = useMutation({
    mutationFn: () => takeOther(conflit),
    onSuccess: () => notifications.show({ message: `${sayChamp(champ)} : «\u00a0${other}\u00a0» enregistré.` }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: conflitsKey });
      renewChantiers(client);
    },
  });
  if (reprise === 'erp') return <span className="hub-dim hub-small">Se change dans {erp}</span>;
  if (reprise === 'depassee')
    return <span className="hub-dim hub-small">Aujourd’hui : {sayValeur(champ, maintenant)}</span>;
  if (reprise === 'fermee' || !allowed)
    return <span className="hub-dim hub-small">{reprise === 'fermee' ? REPRISES_CONFLIT.fermee : ''}</span>;
  const whose = gagnant === 'app' ? `la valeur de ${erp}` : 'la valeur d’ici';
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconArrowBackUp size={16} aria-hidden />}
        aria-label={`Prendre l’autre valeur, ${whose} : ${conflit.chantier}, ${sayChamp(champ)}`}
        onClick={() => setAsking(true)}
      >
        Prendre l’autre valeur
      </Button>
      <Ask
        opened={asking}
        title={`Prendre ${whose} ?`}
        consequence={`${conflit.chantier}, ${sayChamp(champ).toLowerCase()} : «\u00a0${other}\u00a0» remplacera «\u00a0${kept}\u00a0» dans le hub. Rien ne change dans l’ERP.`}
        action={`Prendre ${whose}`}
        dangerous={false}
        onClose={() => setAsking(false)}
        onConfirm={mutateAsync}
      />
    </>
  );
}
