// What is typed of a key, and what is sent of it. Pure.

import { z } from 'zod';
import { type ApiKey, CreateApiKey, EXPIRY_PRESETS_DAYS, type UpdateApiKey } from '#contract/api-key.ts';
import { formatDay } from '#contract/dates.ts';

const { nom, description, scopes, rate_limit_per_hour } = CreateApiKey.shape;
const DAY_MS = 86_400_000;
const NETWORK = /^[0-9A-Fa-f:.]{2,45}(?:\/\d{1,3})?$/;

const kept = {
  nom,
  description,
  scopes,
  // No chantier chosen: all of them, which the contract writes null.
  chantiers: z.array(z.uuid()).max(100).default([]).meta({ title: 'Chantiers' }),
  cidrs: z
    .array(z.string())
    .max(50)
    .refine(list => list.every(cidr => NETWORK.test(cidr)), 'Écrivez des adresses ou des plages comme 203.0.113.0/24.')
    .default([])
    .meta({ title: 'Réseaux admis' }),
  rate_limit_per_hour,
};

const isDays = (fin: string) => /^\d+$/.test(fin);

/** `fin` is a number of days or the last day; `today` is a day of Paris. */
export const newKeySchema = (today: string, max_jours: number) =>
  z.strictObject({
    ...kept,
    fin: z
      .string()
      .refine(
        fin => isDays(fin) || (fin >= today && fin <= lastDay(today, max_jours)),
        `Choisissez un jour d’ici au ${formatDay(lastDay(today, max_jours))}.`,
      )
      .meta({ title: 'Expiration' }),
  });
export type NewKey = z.infer<ReturnType<typeof newKeySchema>>;

export const EditKey = z.strictObject(kept);
export type EditedKey = z.infer<typeof EditKey>;

export const lastDay = (today: string, max_jours: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + max_jours * DAY_MS).toISOString().slice(0, 10);

/** The usual lives that the hub's administrator allows; his maximum when it is shorter than all of them. */
export function presetsWithin(max_jours: number): number[] {
  const allowed = EXPIRY_PRESETS_DAYS.filter(days => days <= max_jours);
  return allowed.length > 0 ? allowed : [max_jours];
}

const boundTo = (chantiers: string[]) => (chantiers.length > 0 ? chantiers : null);

export function toCreate({ fin, chantiers, ...rest }: NewKey): CreateApiKey {
  const end = isDays(fin) ? { expire_dans_jours: Number(fin) } : { expire_le: fin };
  return { ...rest, ...end, chantiers: boundTo(chantiers) };
}

/** Only what differs from `before`: what a PATCH has to carry. */
export function toUpdate(before: ApiKey, { chantiers, ...rest }: EditedKey): UpdateApiKey {
  const asked = { ...rest, chantiers: boundTo(chantiers) };
  const differs = (name: keyof typeof asked) => JSON.stringify(asked[name]) !== JSON.stringify(before[name]);
  return Object.fromEntries(Object.entries(asked).filter(([name]) => differs(name as keyof typeof asked)));
}

/** One network a line, or separated by commas or spaces. */
export const readNetworks = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
