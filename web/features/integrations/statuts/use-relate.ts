// Relating statuses of the ERP to ours: one by one, or all that are proposed at once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Mapping } from '#contract/mapping.ts';
import type { StatutChantier } from '#contract/values.ts';
import { mappingsQuery, renewChantiers, setMapping } from '../api.ts';

export type Relation = { mapping: Mapping; valeur: StatutChantier | null };

export function useRelate(link_id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (relations: Relation[]) => {
      // One after the other: a refusal in the middle leaves the others done, and says which.
      for (const { mapping, valeur } of relations) await setMapping(mapping, valeur);
    },
    onSettled: async () => {
      renewChantiers(client);
      void client.invalidateQueries({ queryKey: ['erp-links'] });
      await client.invalidateQueries({ queryKey: mappingsQuery(link_id).queryKey });
    },
  });
}

/** What a person may confirm at once: never « Réceptionné », which is a legal act. */
export const proposedOf = (mappings: readonly Mapping[]): Relation[] =>
  mappings.flatMap(mapping => {
    const { valeur, proposition } = mapping;
    return valeur === null && proposition !== null && proposition !== 'receptionne'
      ? [{ mapping, valeur: proposition }]
      : [];
  });
