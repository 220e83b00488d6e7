// Values that fit a JSON Schema of the published document, and now and then something else in their place.
import fc from 'fast-check';
import { hostileStrings } from './hostile.ts';

export type Json = { [key: string]: unknown };
type Around = { components: Record<string, Json>; ids: fc.Arbitrary<string> };

const YEAR_MS = 366 * 86_400_000;
const days = fc.date({ min: new Date('1890-01-01'), max: new Date('2210-01-01'), noInvalidDate: true });
const BY_FORMAT: Record<string, (around: Around) => fc.Arbitrary<string>> = {
  uuid: ({ ids }) => ids,
  date: () =>
    fc.oneof(
      days.map(day => day.toISOString().slice(0, 10)),
      fc.constantFrom('0000-01-01', '9999-12-31', '2025-02-29'),
    ),
  'date-time': () => fc.nat(YEAR_MS).map(ms => new Date(1_790_000_000_000 + ms).toISOString()),
  email: () => fc.emailAddress(),
};
/** `binary` has the control characters that our texts refuse. */
const units = fc.oneof(
  { weight: 9, arbitrary: fc.constant('grapheme-ascii' as const) },
  { weight: 9, arbitrary: fc.constant('grapheme' as const) },
  { weight: 1, arbitrary: fc.constant('binary' as const) },
);

/** Mostly what the schema asks for; one time in forty anything that JSON can carry. */
export function arbitraryOf(schema: Json, around: Around): fc.Arbitrary<unknown> {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(...hostileStrings), fc.constant(undefined));
  return fc.oneof({ weight: 39, arbitrary: fitting(schema, around) }, { weight: 1, arbitrary: anything });
}

function fitting(schema: Json, around: Around): fc.Arbitrary<unknown> {
  if (typeof schema['$ref'] === 'string') {
    return fitting(around.components[schema['$ref'].split('/').at(-1)!] ?? {}, around);
  }
  if ('const' in schema) return fc.constant(schema['const']);
  const choices = (schema['oneOf'] ?? schema['anyOf']) as Json[] | undefined;
  if (choices) return fc.oneof(...choices.map(choice => weighted(choice['type'] === 'null', fitting(choice, around))));
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  const types = [schema['type']].flat() as string[];
  return fc.oneof(...types.map(type => weighted(type === 'null', ofType(type, schema, around))));
}

/** Nothing to see behind a null. */
const weighted = (isNull: boolean, arbitrary: fc.Arbitrary<unknown>) => ({ weight: isNull ? 1 : 5, arbitrary });

function ofType(type: string, schema: Json, around: Around): fc.Arbitrary<unknown> {
  const bound = (name: string, fallback: number) => Number(schema[name] ?? fallback);
  const range = { min: bound('minimum', -1000), max: bound('maximum', 1000) };
  if (type === 'string') return textOf(schema, around);
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer(range);
  if (type === 'number') return fc.double({ ...range, noNaN: true });
  if (type === 'object') return objectOf(schema, around);
  if (type !== 'array') return fc.constant(null);
  const maxLength = Math.min(bound('maxItems', 5), 25);
  return fc.array(arbitraryOf((schema['items'] ?? {}) as Json, around), { minLength: bound('minItems', 0), maxLength });
}

function textOf(schema: Json, around: Around): fc.Arbitrary<string> {
  const format = BY_FORMAT[String(schema['format'])];
  if (format) return format(around);
  if (typeof schema['pattern'] === 'string') return fc.stringMatching(new RegExp(schema['pattern']));
  const minLength = Number(schema['minLength'] ?? 0);
  const maxLength = Number(schema['maxLength'] ?? 100);
  const free = units.chain(unit => fc.string({ unit, minLength, maxLength: Math.min(maxLength, 400) }));
  const longest = fc.constantFrom('x', 'é', '€', '🏗', '"').map(sign => sign.repeat(maxLength));
  return fc.oneof({ weight: 8, arbitrary: free }, { weight: 1, arbitrary: longest });
}

function objectOf(schema: Json, around: Around): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const model = Object.fromEntries(properties.map(([name, property]) => [name, arbitraryOf(property, around)]));
  const required = (schema['required'] ?? []) as string[];
  // Few optional fields at a time: each may be refused for itself, and what is refused proves little.
  const optional = Object.keys(model).filter(name => !required.includes(name));
  return fc
    .subarray(optional, { minLength: Math.min(optional.length, 2), maxLength: Math.min(optional.length, 6) })
    .chain(chosen => fc.record(Object.fromEntries([...required, ...chosen].map(name => [name, model[name]!]))));
}
