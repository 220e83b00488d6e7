// Hours leave for the hub by way of the phone's own store: what cannot leave now leaves later.
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMoi } from '../../../lib/session.ts';
import { heuresChanged } from '../api.ts';
import type { Entree, Lot } from './rules.ts';
import { type Issue, saveEntree } from './send.ts';

const SAID: Record<Issue['etat'], string> = {
  envoyee: 'Heures envoyées.',
  attente: 'Pas de réseau : vos heures sont gardées ici et partiront toutes seules.',
  conflit: 'Le hub n’a pas tout pris : voyez en haut de la page.',
};

type Given = { jour: string; lot: Lot; noms: Record<string, string>; said?: Partial<typeof SAID> };

/** Puts an entry on its way, and says what became of it. */
export function useSaveEntree(): (given: Given) => Promise<Issue> {
  const moi = useMoi();
  const client = useQueryClient();
  return async ({ jour, lot, noms, said = {} }) => {
    const entree: Entree = {
      id: crypto.randomUUID(),
      personne_id: moi.id,
      cree_at: new Date().toISOString(),
      jour,
      lot,
      noms,
      etat: 'attente',
      differends: [],
      essais: 0,
    };
    const issue = await saveEntree(entree);
    notifications.show({ message: { ...SAID, ...said }[issue.etat] });
    for (const message of issue.remarques) notifications.show({ message });
    await heuresChanged(client);
    return issue;
  };
}
