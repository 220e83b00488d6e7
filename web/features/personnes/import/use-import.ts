import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { sendLot } from '../api.ts';
import type { Mapping } from './columns.ts';
import { type Choices, errorsOf, etatOf, itemOf, type Result, sendable } from './plan.ts';
import type { Sheet } from './read-file.ts';
import { readRow } from './rows.ts';

/** The first line under the headers, as a spreadsheet numbers it. */
const FIRST_LINE = 2;

/** Reads the lines, asks the hub what each would do (without a trace), again at each decision, then does it. */
export function useImport(sheet: Sheet, mapping: Mapping) {
  const client = useQueryClient();
  const [choices, setChoices] = useState<Choices>({});
  const rows = useMemo(() => sheet.rows.map((values, n) => readRow(n + FIRST_LINE, values, mapping)), [sheet, mapping]);
  const asked = sendable(rows, choices);
  const items = asked.map(row => itemOf(row, choices));
  const trial = useQuery({
    queryKey: ['personnes', 'essai', items],
    queryFn: async () => {
      const { items: results } = await sendLot(items, true);
      return results.map((result, n) => [asked[n]!.line, result] as const);
    },
    enabled: items.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
  // While a decision is looked at again, each line keeps what was last said of it.
  const results = new Map<number, Result>(trial.data);
  const lines = rows.map(row => {
    const result = results.get(row.line);
    return { ...row, id: String(row.line), etat: etatOf(row, result, choices), errors: errorsOf(row, result), result };
  });
  const ready = lines.filter(({ etat, result }) => result && (etat === 'nouvelle' || etat === 'mise_a_jour'));
  const run = useMutation({
    mutationFn: async () => {
      const sent = asked.filter(row => ready.some(line => line.line === row.line));
      const { items: done } = await sendLot(
        sent.map(row => itemOf(row, choices)),
        false,
      );
      return done.map((result, n) => ({ row: sent[n]!, result }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['personnes', 'liste'] }),
  });
  const choose = (line: number, choice: string) => setChoices(old => ({ ...old, [line]: choice }));
  return { lines, ready, choices, choose, trial, run };
}

export type Import = ReturnType<typeof useImport>;
export type Line = Import['lines'][number];
