import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FeuilleHeures } from '#contract/feuille.ts';
import { Notice } from '../../../ui/failure.tsx';
import { Since } from '../../../ui/time.tsx';
import { contester, heuresChanged, repondre } from '../api.ts';
import { Say } from './signature.tsx';

/** What the person has against his week, and what was answered. */
export function ContestationPart({ feuille }: { feuille: FeuilleHeures }): ReactNode {
  const client = useQueryClient();
  const [asking, setAsking] = useState<'contester' | 'repondre' | null>(null);
  const { contestation, peut } = feuille;
  const close = () => setAsking(null);
  const open = contestation !== null && contestation.reponse === null;
  const after = (act: Promise<unknown>) => act.then(() => heuresChanged(client));
  return (
    <>
      {contestation && (
        <Notice state={open ? 'ambre' : 'gris'} title={open ? 'Semaine contestée' : 'Contestation close'}>
          <p className="hub-clip">
            « {contestation.commentaire} » <Since at={contestation.at} spoken />
          </p>
          {contestation.reponse && <p className="hub-clip">Réponse : « {contestation.reponse} »</p>}
        </Notice>
      )}
      <div className="hub-row">
        {peut.contester && !open && feuille.id && (
          <Button variant="subtle" onClick={() => setAsking('contester')}>
            Contester mes heures
          </Button>
        )}
        {peut.valider && open && (
          <Button variant="default" onClick={() => setAsking('repondre')}>
            Répondre
          </Button>
        )}
      </div>
      <Say
        opened={asking === 'contester'}
        title="Contester mes heures"
        label="Qu’est-ce qui ne va pas ?"
        action="Contester"
        min={3}
        onClose={close}
        onSay={text => after(contester(feuille, text))}
      />
      <Say
        opened={asking === 'repondre'}
        title="Répondre à la contestation"
        label="Votre réponse"
        action="Répondre"
        min={3}
        onClose={close}
        onSay={text => after(repondre(feuille, text))}
      />
    </>
  );
}
