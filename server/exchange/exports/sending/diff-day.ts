// A day as it should be against the ledger as it stands: which lines stay, which are replaced, which are new. Pure.
import { createHash } from 'node:crypto';
import type { RaisonLigne } from '#contract/values.ts';
import { newId } from '#platform/ids.ts';
import type { Traits, UniteHeures, UnitesJour } from '../../../connectors/connector.ts';
import { reasons } from '../messages.ts';
import type { DueDay, Pointee, Vivante } from '../sql/jours.ts';
import type { Healed, NewLine, Replaced } from '../sql/lignes.ts';

export type Changes = { replaced: Replaced[]; born: NewLine[]; healed: Healed[]; rewritten: NewLine[] };
export const noChanges = (): Changes => ({ replaced: [], born: [], healed: [], rewritten: [] });

type Wanted = Omit<NewLine, 'id' | 'remplace_id' | 'etat' | 'raison_code' | 'raison_phrase'> & {
  refus: { code: RaisonLigne; phrase: string } | null;
};
type Context = { day: DueDay; write: Traits['write']; rattrapage: boolean; erp: string };

/** The same bytes for the same content, whatever the order in which a connector names its fields. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}
const hash = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 32);

export function diffDay(context: Context, { unites, refus }: UnitesJour): Changes {
  const { day } = context;
  const wanted = [
    ...unites.map(unite => fromUnite(context, unite)),
    ...refus.flatMap(({ cle, code, phrase }) => {
      const pointee = day.lignes.find(ligne => ligne.id === cle);
      return pointee ? [fromRefus(context, pointee, { code, phrase })] : [];
    }),
  ];
  const changes = noChanges();
  const live = new Map(day.vivantes.map(line => [line.cle, line]));
  for (const line of wanted) {
    place(context, changes, { line, there: live.get(line.cle) });
    live.delete(line.cle);
  }
  for (const line of live.values()) changes.replaced.push(outOf(context, line));
  return changes;
}

function place(
  context: Context,
  changes: Changes,
  { line, there }: { line: Wanted; there: Vivante | undefined },
): void {
  const { day, write } = context;
  if (there?.empreinte === line.empreinte) {
    // Set aside for good: typed in by hand over there, as like as not. Only other hours make another line.
    if (there.ignoree) return;
    const mapped = day.personne_externe;
    if (there.etat === 'unmapped' && mapped !== null && !line.refus)
      return void changes.healed.push({ id: there.id, personne_externe: mapped, ...stateOf(context, line) });
    // What is over there stands until it is known whose it is; what is not must not leave for somebody else.
    const stands = mapped === null ? there.external_id !== null : there.personne_externe === mapped;
    if (there.personne_externe === null || stands) return;
  }
  const { refus: _refus, ...fields } = line;
  if (there && write !== 'create_delete' && !day.fige && there.external_id !== null) {
    changes.rewritten.push({ ...fields, id: there.id, remplace_id: null, ...stateOf(context, line) });
    return;
  }
  if (there) changes.replaced.push(outOf(context, there));
  changes.born.push({ ...fields, id: newId(), remplace_id: there?.id ?? null, ...stateOf(context, line) });
}

/** What of it is over there has to go; nothing is touched in a closed pay period (settled.md 37). */
const outOf = ({ day }: Context, { id, external_id }: Vivante): Replaced => {
  if (external_id === null) return { id, retrait: null, raison_code: null, raison_phrase: null };
  if (!day.fige) return { id, retrait: 'to_remove', raison_code: null, raison_phrase: null };
  return { id, retrait: 'refused', raison_code: 'periode_cloturee', raison_phrase: reasons.closed(day.jour) };
};

type State = Pick<NewLine, 'etat' | 'raison_code' | 'raison_phrase'>;
function stateOf({ day, erp }: Context, { refus }: Wanted): State {
  const because = (etat: NewLine['etat'], raison_code: RaisonLigne, raison_phrase: string): State => ({
    etat,
    raison_code,
    raison_phrase: raison_phrase.slice(0, 500),
  });
  if (refus) return because('refused', refus.code, refus.phrase);
  if (day.fige) return because('refused', 'periode_cloturee', reasons.closed(day.jour));
  if (day.personne_externe === null) return because('unmapped', 'personne_a_relier', reasons.unmapped(erp));
  return { etat: 'to_send', raison_code: null, raison_phrase: null };
}

const common = ({ day, rattrapage }: Context) => ({
  personne_id: day.personne_id,
  jour: day.jour,
  personne_externe: day.personne_externe,
  rattrapage,
});

function fromUnite(context: Context, unite: UniteHeures): Wanted {
  const { lignes } = context.day;
  const { pointage, chantier, minutes, jour, debut, fin, indicatif, contenu, cle } = unite;
  const of = lignes.find(ligne => ligne.id === pointage) ?? lignes.find(ligne => ligne.chantier === chantier);
  return {
    ...common(context),
    ...{ cle, minutes, debut, fin, indicatif, contenu, refus: null },
    pointage_id: of && pointage === of.id ? of.id : null,
    chantier_id: of?.chantier_id ?? null,
    chantier_externe: chantier,
    jour_erp: jour,
    empreinte: hash({ contenu, jour, minutes, chantier }),
  };
}

/** What the ERP has no way to write is a line all the same, with its reason. */
const fromRefus = (context: Context, pointee: Pointee, refus: NonNullable<Wanted['refus']>): Wanted => ({
  ...common(context),
  ...{ cle: pointee.id, minutes: pointee.minutes, debut: null, fin: null, indicatif: false, contenu: {}, refus },
  pointage_id: pointee.id,
  chantier_id: pointee.chantier_id,
  chantier_externe: pointee.chantier,
  jour_erp: context.day.jour,
  empreinte: hash({ code: refus.code, ...pointee }),
});
