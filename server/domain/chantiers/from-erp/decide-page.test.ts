import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChantierFromErp } from '#contract/chantier-from-erp.ts';
import type { StatutChantier } from '#contract/values.ts';
import { makeFromErp } from '#testing/make.ts';
import { type Codes, decide, type Plan, type World } from './decide-page.ts';
import { fingerprint } from './fingerprint.ts';
import type { Item, Known, Received, Terms } from './rules.ts';

const STATUTS = new Map<string, StatutChantier | null>([
  ['cours', 'en_cours'],
  ['fini', 'ferme'],
  ['inconnu', null],
]);
const terms: Terms = { champs_app: [], relier_par_code: false, depuis: null, statuts: STATUTS };
const AUTOMATIC = Array.from({ length: 60 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`);
const world = (known: Known[] = [], codes: Partial<Codes> = {}): World => ({
  known: new Map(known.map(row => [row.external_id, row])),
  codes: { taken: new Set(), linkable: new Map(), automatic: AUTOMATIC, annee: '2026', ...codes },
});
const item = (record: ChantierFromErp): Item => ({ record, hash: fingerprint(record, STATUTS) });

const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null });
const day = fc.constantFrom('2024-02-01', '2025-06-15', '2026-01-01', '2026-12-31');
const contact = fc.record({
  nom: fc.constantFrom('Mme A', 'M. B'),
  telephone: orNull(fc.constant('04')),
  profession: fc.constant(null),
});
const said = fc.record({
  reference: orNull(fc.constantFrom('A003', 'a003 ', '2026-x', '2026-Y', 'pas un code', '2026-Z')),
  nom: fc.constantFrom('X', 'Lilas', 'Halle', 'École'),
  statut: orNull(fc.constantFrom('cours', 'fini', 'inconnu').map(id => ({ external_id: id, label: id }))),
  adresse: orNull(fc.constantFrom('1 rue', '2 rue')),
  maitre_ouvrage: orNull(fc.constantFrom('OPAC', 'Ville')),
  date_debut: orNull(day),
  date_fin: orNull(day),
  minutes_estimees: orNull(fc.constantFrom(0, 600)),
  contacts: fc.array(contact, { maxLength: 2 }),
  archive: fc.boolean(),
});
const pages = fc
  .array(said, { minLength: 1, maxLength: 12 })
  .map(list => list.map((fields, i) => makeFromErp({ ...fields, external_id: `pj_${i}` })));
/** A page as it came, and as it comes now: the same chantiers, some of them changed. */
const twoReadings = fc.array(fc.tuple(said, said, fc.boolean()), { minLength: 1, maxLength: 12 }).map(list =>
  list.map(([first, then, same], i) => ({
    first: makeFromErp({ ...first, external_id: `pj_${i}` }),
    now: makeFromErp({ ...(same ? first : then), external_id: `pj_${i}` }),
  })),
);

/** The row that this plan would leave behind. */
const kept = (plan: Plan): Known => ({
  ...plan.fields!,
  external_id: plan.record.external_id,
  chantier_id: plan.before?.chantier_id ?? `c_${plan.record.external_id}`,
  code: plan.code!,
  version: 1,
  deleted: false,
  managed: true,
  etat: 'present',
  imported_version: 1,
  ...(plan.reference ?? {
    hash: plan.known!.hash,
    recu: plan.known!.recu,
    code_voulu: plan.known!.code_voulu,
    statut_externe: plan.known!.statut_externe,
  }),
});
const first = (page: ChantierFromErp[]) => decide(page.map(item), world(), terms);

test('the same page twice: the second time there is nothing to write', () => {
  fc.assert(
    fc.property(pages, page => {
      const known = first(page).map(kept);
      const codes = { taken: new Set(known.map(({ code }) => code)) };
      for (const plan of decide(page.map(item), world(known, codes), terms)) {
        expect(plan).toMatchObject({ action: 'unchanged', changed: [], touched: false, reference: null, notes: [] });
      }
    }),
  );
});

/** A person fills or changes, in what is there, the fields that these draws give. */
const persons = fc.array(fc.record({ adresse: orNull(fc.constant('Saisie ici')), date_fin: orNull(day) }), {
  minLength: 12,
  maxLength: 12,
});

test('what a person filled where the ERP said nothing stays, whatever the ERP then says of the rest', () => {
  fc.assert(
    fc.property(twoReadings, persons, (readings, filled) => {
      const known = first(readings.map(reading => reading.first)).map(kept);
      const edited = known.map((row, i) => {
        const { adresse, date_fin } = filled[i]!;
        const free = (name: keyof Received, value: unknown) =>
          row.recu![name] === undefined && value !== null ? { [name]: value } : {};
        const next = { ...row, ...free('adresse', adresse), ...free('date_fin', date_fin) };
        return next.date_debut && next.date_fin && next.date_fin < next.date_debut
          ? { ...next, date_fin: row.date_fin }
          : next;
      });
      const taken = new Set(edited.map(({ code }) => code));
      const plans = decide(
        readings.map(({ now }) => item(now)),
        world(edited, { taken }),
        terms,
      );
      plans.forEach((plan, i) => {
        const { now } = readings[i]!;
        if (edited[i]!.recu!.adresse === undefined && now.adresse === null) {
          expect(plan.fields!.adresse).toBe(edited[i]!.adresse);
        }
        if (edited[i]!.recu!.date_fin === undefined && now.date_fin === null) {
          expect(plan.fields!.date_fin).toBe(edited[i]!.date_fin);
        }
      });
    }),
  );
});

test('what the ERP gives is what is here, once read, and a start never follows an end', () => {
  fc.assert(
    fc.property(twoReadings, readings => {
      const known = first(readings.map(reading => reading.first)).map(kept);
      const taken = new Set(known.map(({ code }) => code));
      const plans = decide(
        readings.map(({ now }) => item(now)),
        world(known, { taken }),
        terms,
      );
      plans.forEach(({ fields, record }) => {
        if (record.adresse !== null) expect(fields!.adresse).toBe(record.adresse);
        if (record.contacts.length > 0) expect(fields!.contacts).toEqual(record.contacts);
        const { date_debut, date_fin } = fields!;
        expect(!date_debut || !date_fin || date_debut <= date_fin).toBe(true);
      });
    }),
  );
});

test('no two chantiers get the same code, and none that another has', () => {
  fc.assert(
    fc.property(twoReadings, fc.subarray(['A003', '2026-X', '2026-Y']), fc.boolean(), (readings, others, gone) => {
      const before = decide(
        readings.map(reading => item(reading.first)),
        world([], { taken: new Set(others), automatic: AUTOMATIC.filter(code => !others.includes(code)) }),
        terms,
      ).map(kept);
      const known = before.map(row => ({ ...row, deleted: gone && row.external_id === 'pj_0' }));
      const live = known.filter(row => !row.deleted).map(({ code }) => code);
      const free = AUTOMATIC.filter(code => !live.includes(code) && !others.includes(code));
      const codes = { taken: new Set([...others, ...live]), automatic: free };
      const after = decide(
        readings.map(({ now }) => item(now)),
        world(known, codes),
        terms,
      ).map(({ code }) => code!);
      expect(new Set([...after, ...others]).size).toBe(after.length + others.length);
      // Nobody is given a code that somebody else still holds: rows are written one after the other.
      expect(after.every((code, i) => code === known[i]!.code || !codes.taken.has(code))).toBe(true);
    }),
  );
});

test('the order of a page decides of nothing but codes', () => {
  fc.assert(
    fc.property(twoReadings, fc.infiniteStream(fc.nat()), (readings, random) => {
      const known = first(readings.map(reading => reading.first)).map(kept);
      const codes = { taken: new Set(known.map(({ code }) => code)) };
      const result = (page: ChantierFromErp[]) =>
        new Map(
          decide(page.map(item), world(known, codes), terms).map(({ record, fields, action, revived }) => [
            record.external_id,
            { fields, revived, action: action === 'updated' ? 'unchanged' : action },
          ]),
        );
      const page = readings.map(({ now }) => now);
      const keys = new Map(page.map(record => [record, random.next().value!]));
      const shuffled = page.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
      for (const [id, state] of result(page)) expect(result(shuffled).get(id)).toEqual(state);
    }),
  );
});

const known = (fields: Partial<Known> = {}): Known => ({
  ...kept(first([makeFromErp({ external_id: 'pj_1' })])[0]!),
  ...fields,
});
const one = (record: Partial<ChantierFromErp>, rows: Known[] = [], codes: Partial<Codes> = {}) =>
  decide([item(makeFromErp({ external_id: 'pj_1', ...record }))], world(rows, codes), terms)[0]!;

test('a code that is taken is wanted again at each reading, and one of another form is not', () => {
  const taken = one({ reference: ' a003' }, [], { taken: new Set(['A003']) });
  expect(taken).toMatchObject({ code: 'A001', reference: { hash: null, code_voulu: ' a003' } });
  expect(taken.notes.join()).toContain('A003');
  const other = one({ reference: 'CHT-12' });
  expect(other).toMatchObject({ code: 'A001', reference: { code_voulu: 'CHT-12' } });
  expect(other.reference!.hash).not.toBeNull();
  expect(one({ reference: ' a003' }, [kept(taken)])).toMatchObject({
    code: 'A003',
    changed: ['code'],
    reference: { code_voulu: null },
  });
});

test('automatic codes go round those that the page itself brings, and a page outlives their end', () => {
  const page = [makeFromErp(), makeFromErp({ reference: 'A001' }), makeFromErp(), makeFromErp()].map(item);
  const given = decide(page, world([], { automatic: ['A001', 'A002'] }), terms).map(({ code }) => code!);
  expect(given.slice(0, 3)).toEqual(['A002', 'A001', expect.stringMatching(/^2026-[0-9A-F]{12}$/)]);
  expect(new Set(given).size).toBe(4);
});

test('an aperçu gives no automatic code', () => {
  expect(one({}, [], { automatic: null }).code).toBeNull();
  expect(one({ reference: '2026-X' }, [], { automatic: null }).code).toBe('2026-X');
});

test('a status without a mapping leaves what is here, and says so', () => {
  const statut = { external_id: 'inconnu', label: 'À chiffrer' };
  expect(one({ statut })).toMatchObject({ a_relier: true, fields: { statut: 'ouvert' } });
  expect(one({ statut }, [known({ statut: 'en_cours' })])).toMatchObject({
    a_relier: true,
    fields: { statut: 'en_cours' },
  });
  expect(one({ statut, archive: true })).toMatchObject({ a_relier: false, fields: { statut: 'ferme' } });
});

test('an archive is closed, and what leaves the archive is open again', () => {
  const archived = known({ statut: 'ferme', recu: { nom: 'Résidence des Lilas', statut: 'ferme', archive: true } });
  expect(one({ archive: true }, [archived]).fields!.statut).toBe('ferme');
  expect(one({ archive: false }, [archived]).fields!.statut).toBe('ouvert');
});

test('what the ERP empties is emptied, but for what a person has put in its place', () => {
  const recu = { nom: 'Résidence des Lilas', adresse: '1 rue' };
  expect(one({}, [known({ adresse: '1 rue', recu })]).fields!.adresse).toBeNull();
  expect(one({}, [known({ adresse: 'Ailleurs', recu })]).fields!.adresse).toBe('Ailleurs');
});

test('dates of the ERP that contradict a person’s are left aside, and tried again', () => {
  const plan = one({ date_debut: '2026-12-31' }, [known({ date_fin: '2026-01-01' })]);
  expect(plan).toMatchObject({ fields: { date_debut: null, date_fin: '2026-01-01' }, reference: { hash: null } });
});

test.each([
  ['ended before it', { date_fin: '2024-11-22', modifie_at: '2026-11-01T00:00:00.000Z' }, 'skipped'],
  ['ended on it', { date_fin: '2024-11-23' }, 'created'],
  ['not ended, changed before it', { modifie_at: '2024-11-22T23:59:59.999Z' }, 'skipped'],
  ['archived, changed before it', { archive: true, modifie_at: '2024-11-22T10:00:00.000Z' }, 'skipped'],
  ['without a date', {}, 'created'],
])('of the history, a chantier %s is taken or not', (_, record, action) => {
  const windowed = { ...terms, depuis: '2024-11-23' };
  const page = [item(makeFromErp({ external_id: 'pj_1', ...record }))];
  expect(decide(page, world(), windowed)[0]!.action).toBe(action);
  expect(decide(page, world([known()]), windowed)[0]!.action).not.toBe('skipped');
});
