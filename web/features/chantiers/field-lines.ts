// The fields where two versions of a chantier differ, in words. Pure.

import type { Chantier, UpdateChantier } from '#contract/chantier.ts';
import { UpdateChantier as Schema } from '#contract/chantier.ts';
import { formatDay } from '#contract/dates.ts';
import { TYPES_TRAVAUX } from '#contract/values.ts';
import { formatMinutes, formatNumber, formatPhone } from '../../lib/format.ts';
import { fieldsOf } from '../../ui/schema-form/shape.ts';

export type FieldLine = { name: string; mine: string; theirs: string };
type Key = keyof UpdateChantier;

const EMPTY = 'Vide';

const WORDS: { [K in Key]?: (value: NonNullable<UpdateChantier[K]>) => string } = {
  type_travaux: type => TYPES_TRAVAUX[type],
  date_debut: formatDay,
  date_fin: formatDay,
  minutes_estimees: formatMinutes,
  latitude: formatNumber,
  longitude: formatNumber,
  batiment_plus_2ans: value => (value ? 'Oui' : 'Non'),
  usage_habitation: value => (value ? 'Oui' : 'Non'),
  contacts: list =>
    list.map(({ nom, telephone }) => (telephone ? `${nom}, ${formatPhone(telephone)}` : nom)).join('\n') || EMPTY,
  references: list => list.map(({ system, external_id }) => `${system} : ${external_id}`).join('\n') || EMPTY,
};

function inWords(key: Key, value: unknown): string {
  if (value === null || value === undefined || value === '') return EMPTY;
  const words = WORDS[key] as ((value: unknown) => string) | undefined;
  return words ? words(value) : String(value);
}

/** A field counts when I changed it, or they did since `base`, and the two now differ. */
export function fieldLines(base: Chantier, mine: UpdateChantier, theirs: Chantier): FieldLine[] {
  const lines = fieldsOf(Schema).map(({ name, title }) => {
    const key = name as Key;
    return { name: title, mine: inWords(key, key in mine ? mine[key] : base[key]), theirs: inWords(key, theirs[key]) };
  });
  return lines.filter(line => line.mine !== line.theirs);
}

/** One field by its name: its title, and its value as people read it. */
export function fieldWords(chantier: Chantier, name: string): [title: string, value: string] {
  const title = fieldsOf(Schema).find(field => field.name === name)?.title ?? name;
  return [title, inWords(name as Key, chantier[name as keyof Chantier])];
}
