// The people that a few letters name, while they are typed.
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Choice } from '../../../ui/lookup.tsx';
import { peopleQuery } from '../api.ts';

const TYPING_MS = 180;

export function usePeople(text: string): { choices: Choice[]; nothing: string } {
  const [typed] = useDebouncedValue(text.trim().slice(0, 100), TYPING_MS);
  const asks = typed.length > 0 && text.trim().length > 0;
  const { data, isFetching } = useQuery({ ...peopleQuery(typed), enabled: asks });
  if (!asks) return { choices: [], nothing: '' };
  const choices = (data?.items ?? []).map(
    ({ id, prenom, nom, metiers }): Choice => ({ key: id, label: `${prenom} ${nom}`, hint: metiers[0] ?? '' }),
  );
  return { choices, nothing: isFetching ? 'Recherche…' : 'Personne de ce nom' };
}
