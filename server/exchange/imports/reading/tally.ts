// What one page did, as numbers and as lines for a person. Pure: save-page.ts writes them.
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { CompteImport } from '#contract/import.ts';
import type { GenreImport } from '#contract/values.ts';
import type { Marked, Outcome } from '#domain/chantiers/index.ts';
import type { ReadRecord } from '../../../connectors/connector.ts';
import { cut, reasons } from '../messages.ts';
import type { NewLine } from '../sql/lines.ts';

export type Page = {
  batch: { records: ReadRecord<ChantierFromErp>[] };
  outcomes: readonly Outcome[];
  /** Ids that the run had not seen before this page. */
  fresh: ReadonlySet<string>;
  gone: readonly Marked[];
  hidden: readonly Marked[];
};
type Aside = Extract<ReadRecord<ChantierFromErp>, { ok: false }>;

/** Once each, and not what was read well in the same page. */
function asideOf({ batch, outcomes, fresh }: Page): Aside[] {
  const taken = new Set(outcomes.map(outcome => outcome.external_id));
  return batch.records.filter((record): record is Aside => {
    if (record.ok || record.external_id === null) return !record.ok;
    if (taken.has(record.external_id) || !fresh.has(record.external_id)) return false;
    taken.add(record.external_id);
    return true;
  });
}

const freshOf = ({ outcomes, fresh }: Page): Outcome[] => outcomes.filter(outcome => fresh.has(outcome.external_id));

/** A record met before by this run (it moved, or its page was read twice) is taken in again, and not counted again. */
export function countOf(page: Page): CompteImport {
  const outcomes = freshOf(page);
  const of = (action: Outcome['action']) => outcomes.filter(outcome => outcome.action === action).length;
  const set_aside = asideOf(page).length;
  return {
    read: outcomes.length + set_aside,
    created: of('created'),
    updated: of('updated'),
    linked: of('linked'),
    unchanged: of('unchanged'),
    skipped: of('skipped'),
    set_aside,
    to_map: outcomes.filter(outcome => outcome.a_relier).length,
    hidden: page.hidden.length,
    gone: page.gone.length,
  };
}

type Told = { genre: GenreImport; depuis: string };

/** What is worth a look: the rest stands in the history of facts, except for a preview, which makes none. */
export function linesOf(page: Page, told: Told): NewLine[] {
  const records = new Map(
    page.batch.records.flatMap(record => (record.ok ? [[record.value.external_id, record]] : [])),
  );
  return [
    ...freshOf(page).flatMap(outcome => linesOfOutcome(outcome, records.get(outcome.external_id)!, told)),
    ...asideOf(page).map(lineOfAside),
    ...page.gone.map(chantier => lineOfMarked(chantier, 'gone')),
    ...page.hidden.map(chantier => lineOfMarked(chantier, 'hidden')),
  ];
}

type Read = Extract<ReadRecord<ChantierFromErp>, { ok: true }>;

function linesOfOutcome(outcome: Outcome, { value, notes }: Read, { genre, depuis }: Told): NewLine[] {
  const { external_id, libelle, chantier_id, code, action, changed } = outcome;
  const line = { external_id, libelle, chantier_id, chantier_code: code, champs: [] };
  if (action === 'skipped') {
    const once = genre === 'initial' || genre === 'apercu';
    return once ? [{ ...line, action, raison: reasons.skipped(depuis) }] : [];
  }
  const lines: NewLine[] = [];
  const said = [...outcome.notes, ...notes].join(' · ');
  if (action !== 'unchanged' && (genre === 'apercu' || action === 'linked' || said !== '')) {
    lines.push({ ...line, action, raison: said === '' ? null : said, champs: changed });
  }
  if (outcome.a_relier) {
    lines.push({ ...line, action: 'to_map', raison: reasons.toMap(value.statut?.label ?? '') });
  }
  return lines;
}

const lineOfAside = ({ external_id, libelle, raison }: Aside): NewLine => ({
  external_id: external_id === null ? null : cut(external_id, 200),
  libelle: libelle ?? external_id ?? 'Fiche sans nom',
  chantier_id: null,
  chantier_code: null,
  action: 'set_aside',
  raison,
  champs: [],
});

const lineOfMarked = ({ external_id, chantier_id, code, libelle }: Marked, action: 'gone' | 'hidden'): NewLine => ({
  external_id,
  libelle,
  chantier_id,
  chantier_code: code,
  action,
  raison: reasons[action],
  champs: [],
});
