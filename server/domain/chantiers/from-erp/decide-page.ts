// What becomes of one page of an ERP: one decision, for the import that writes it and for the aperçu that does not. Pure.
import type { ChantierFromErp, ErpField } from '#contract/chantier-from-erp.ts';
import {
  type Conflit,
  differing,
  type Fields,
  type Item,
  isToMap,
  type Known,
  merge,
  type NewReference,
  type Ours,
  receive,
  sameNames,
  sameReference,
  type Terms,
  wantedCode,
} from './rules.ts';

export type Codes = {
  /** Those among the asked that a chantier has, deleted ones apart. */
  taken: ReadonlySet<string>;
  /** By code: chantiers of ours that no ERP holds. */
  linkable: ReadonlyMap<string, Ours>;
  /** Enough free automatic codes, in order; fewer when they run out. Null: none is given (aperçu). */
  automatic: readonly string[] | null;
  /** What a code starts with when the automatic ones have run out. */
  annee: string;
};
export type World = { known: ReadonlyMap<string, Known>; codes: Codes };
export type Plan = {
  record: ChantierFromErp;
  action: 'created' | 'updated' | 'linked' | 'unchanged' | 'skipped';
  /** The chantier before; null when it is to be made. */
  before: Ours | null;
  known: Known | null;
  /** What the chantier is to have; null when skipped. */
  fields: Fields | null;
  code: string | null;
  changed: ErpField[];
  /** Null: the reference stays as it is. */
  reference: NewReference | null;
  /** The chantier gets a new version: a field, or what is said of its reference, differs. */
  touched: boolean;
  revived: boolean;
  notes: string[];
  conflits: Conflit[];
  a_relier: boolean;
};

/** A plan, with the chantier it is about; null for what stays out or is not made yet. */
export type Settled = Plan & { chantier_id: string | null };

type Draft = { item: Item; wanted: string | null; before: Ours | null; known: Known | null };

/** One plan per item, in their order. Items have different external ids. */
export function decide(items: readonly Item[], { known, codes }: World, terms: Terms): Plan[] {
  const joined = new Set<Ours>();
  const drafts = items.map((item): Draft | null => {
    const wanted = wantedCode(item.record);
    const mine = known.get(item.record.external_id) ?? null;
    if (mine) return { item, wanted, before: mine, known: mine };
    if (isPast(item.record, terms.depuis)) return null;
    const same = (terms.relier_par_code && wanted !== null && codes.linkable.get(wanted)) || null;
    if (!same || joined.has(same)) return { item, wanted, before: null, known: null };
    joined.add(same);
    return { item, wanted, before: same, known: null };
  });
  const given = giveCodes(
    drafts.filter(draft => draft !== null),
    codes,
  );
  return drafts.map((draft, i) =>
    draft === null ? skip(items[i]!.record) : planOf(draft, given.get(draft) ?? null, terms),
  );
}

/** Ended, else last changed, before the day from which the history is taken. */
const isPast = ({ date_fin, modifie_at }: ChantierFromErp, depuis: string | null): boolean => {
  const day = date_fin ?? modifie_at?.slice(0, 10);
  return depuis !== null && day !== undefined && day < depuis;
};

const skip = (record: ChantierFromErp): Plan => ({
  record,
  action: 'skipped',
  before: null,
  known: null,
  fields: null,
  code: null,
  changed: [],
  reference: null,
  touched: false,
  revived: false,
  notes: [],
  conflits: [],
  a_relier: false,
});

/**
 * Their code where it is free, first come; else the one the chantier has; else an automatic one. A code that a chantier of
 * this page is about to leave is not free yet: it is taken at a later reading.
 */
function giveCodes(drafts: readonly Draft[], { taken, automatic, annee }: Codes): Map<Draft, string | null> {
  const given = new Map<Draft, string | null>();
  const claimed = new Set<string>();
  const claim = (draft: Draft, code: string) => {
    given.set(draft, code);
    claimed.add(code);
  };
  const isFree = (code: string) => !taken.has(code) && !claimed.has(code);
  for (const draft of drafts) {
    const { wanted, before } = draft;
    const live = before && !before.deleted ? before.code : null;
    if (wanted !== null && (wanted === live || isFree(wanted))) claim(draft, wanted);
    else if (live !== null) given.set(draft, live);
    else if (before && isFree(before.code)) claim(draft, before.code);
  }
  const rest = automatic?.filter(code => !claimed.has(code)).values();
  for (const draft of drafts) {
    if (given.has(draft)) continue;
    given.set(draft, rest ? (rest.next().value ?? `${annee}-${draft.item.hash.slice(0, 12).toUpperCase()}`) : null);
  }
  return given;
}

function planOf({ item, wanted, before, known }: Draft, code: string | null, terms: Terms): Plan {
  const { record } = item;
  const base = known?.managed ? (known.recu ?? {}) : {};
  const theirs = receive(record, terms);
  const merged = merge(before, { base, theirs: theirs.received, held: terms.champs_app });
  const held = wanted !== null && code === wanted;
  const reference: NewReference = {
    hash: merged.contradicted || (wanted !== null && !held) ? null : item.hash,
    recu: { ...merged.recu, ...(held ? { code: wanted } : {}) },
    code_voulu: held ? null : record.reference,
    statut_externe: record.statut?.external_id ?? null,
  };
  const changed = before ? differing({ ...before }, { ...merged.fields, code }) : [];
  const revived = before?.deleted ?? false;
  const shown = known?.managed && known.etat === 'present' && sameNames(base, reference.recu);
  const touched = before !== null && (changed.length > 0 || revived || !shown);
  const action = actionOf({ before, known, changed, revived });
  const notes = action === 'unchanged' ? [] : [...theirs.notes, ...merged.notes, ...codeNote(reference, wanted, known)];
  return {
    record,
    action,
    before,
    known,
    fields: merged.fields,
    code,
    changed,
    reference: touched || before === null || !sameReference(known, reference) ? reference : null,
    touched,
    revived,
    notes,
    // A chantier that has just joined has nothing between both sides yet.
    conflits: known?.managed ? merged.conflits : [],
    a_relier: isToMap(record, terms),
  };
}

function actionOf({ before, known, changed, revived }: Pick<Plan, 'before' | 'known' | 'changed' | 'revived'>) {
  if (before === null || (revived && known?.managed)) return 'created';
  if (!known?.managed) return 'linked';
  return changed.length > 0 ? 'updated' : 'unchanged';
}

function codeNote({ code_voulu }: NewReference, wanted: string | null, known: Known | null): string[] {
  if (code_voulu === null || code_voulu === known?.code_voulu) return [];
  return wanted
    ? [`Le code « ${wanted} » est déjà pris ici : le chantier en porte un autre, jusqu’à ce qu’il se libère.`]
    : [`La référence « ${code_voulu} » n’a pas la forme d’un code de chantier : le chantier en porte un autre.`];
}
