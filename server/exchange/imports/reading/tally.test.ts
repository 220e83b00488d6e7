import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { Outcome } from '#domain/chantiers/index.ts';
import type { ReadRecord } from '../../../connectors/connector.ts';
import { countOf, linesOf, type Page } from './tally.ts';

const chantier = (external_id: string): ChantierFromErp => ({
  external_id,
  reference: null,
  nom: `Chantier ${external_id}`,
  statut: { external_id: 's1', label: 'À chiffrer' },
  adresse: null,
  maitre_ouvrage: null,
  date_debut: null,
  date_fin: null,
  minutes_estimees: null,
  contacts: [],
  archive: false,
  modifie_at: null,
});

const ACTIONS = ['created', 'updated', 'linked', 'unchanged', 'skipped'] as const;
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

type Drawn = { external_id: string | null; ok: boolean; action: Outcome['action']; a_relier: boolean; note: boolean };

/** What domain/chantiers says of these records: the last of each id, in the order of the page. */
function pageOf(drawn: readonly Drawn[], known: readonly string[]): Page {
  const records = drawn.map((one): ReadRecord<ChantierFromErp> => {
    if (one.ok && one.external_id !== null)
      return { ok: true, value: chantier(one.external_id), notes: one.note ? ['Nom coupé'] : [] };
    return { ok: false, external_id: one.external_id, libelle: null, raison: 'Nom manquant' };
  });
  const last = new Map(drawn.flatMap(one => (one.ok && one.external_id ? [[one.external_id, one] as const] : [])));
  const outcomes = [...last].map(([external_id, { action, a_relier }]): Outcome => {
    const told = { external_id, libelle: external_id, chantier_id: null, code: null, changed: [], notes: [] };
    return { ...told, action, a_relier: action !== 'skipped' && a_relier };
  });
  const fresh = new Set(drawn.flatMap(one => one.external_id ?? []).filter(id => !known.includes(id)));
  return { batch: { records }, outcomes, fresh, gone: [], hidden: [] };
}

const record = fc.record({
  external_id: fc.oneof(fc.constantFrom(...ids), fc.constant(null)),
  ok: fc.boolean(),
  action: fc.constantFrom(...ACTIONS),
  a_relier: fc.boolean(),
  note: fc.boolean(),
});
const pages = fc.array(fc.array(record, { maxLength: 12 }), { maxLength: 5 });

test('what was read is the sum of what became of it, over any pages, with rows told twice and pages read again', () => {
  fc.assert(
    fc.property(pages, drawn => {
      const seen: string[] = [];
      let nameless = 0;
      const total = { read: 0, parts: 0, to_map: 0 };
      for (const rows of drawn) {
        const count = countOf(pageOf(rows, seen));
        total.read += count.read;
        total.parts += count.created + count.updated + count.linked + count.unchanged + count.skipped + count.set_aside;
        total.to_map += count.to_map;
        nameless += rows.filter(row => row.external_id === null).length;
        seen.push(...rows.flatMap(row => row.external_id ?? []));
      }
      expect(total.parts).toBe(total.read);
      expect(total.read).toBe(new Set(seen).size + nameless);
      expect(total.to_map).toBeLessThanOrEqual(total.read);
    }),
  );
});

test('a preview has a line for whatever it would do; a reading, only for what the history of facts does not say', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 12 }), rows => {
      const page = pageOf(rows, []);
      const count = countOf(page);
      const of = (genre: 'apercu' | 'complet' | 'initial') => {
        const lines = linesOf(page, { genre, depuis: '2024-11-23' });
        return (action: string) => lines.filter(line => line.action === action).length;
      };
      for (const action of ['created', 'updated', 'linked', 'skipped', 'set_aside', 'to_map'] as const) {
        expect(of('apercu')(action)).toBe(count[action]);
      }
      for (const action of ['linked', 'set_aside', 'to_map'] as const)
        expect(of('complet')(action)).toBe(count[action]);
      expect(of('complet')('skipped')).toBe(0);
      expect(of('initial')('skipped')).toBe(count.skipped);
      expect(of('complet')('created')).toBeLessThanOrEqual(count.created);
    }),
  );
});
