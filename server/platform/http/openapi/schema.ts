// Zod schemas as the JSON Schemas of the published document: named ones once, and without what says nothing to a reader.
import { z } from 'zod';

export type JsonSchema = { [key: string]: unknown };

/** Zod writes these formats a second time as a pattern of several hundred characters. */
const FORMATS_THAT_SUFFICE = ['uuid', 'date', 'date-time', 'email', 'uri'];
/** Our refusal of control characters (contract/text.ts): said once in the introduction, not in every field. */
const CONTROL_CHARACTERS = '^[^\\u0000-';

/** Collects the named components while operations are written. */
export type Schemas = {
  components: Record<string, JsonSchema>;
  /** What a caller sends. Unknown fields are refused, and the document says so. */
  request: (schema: z.ZodType) => JsonSchema;
  /** What we answer. A reader must ignore fields he does not know: we may add some. */
  reply: (schema: z.ZodType) => JsonSchema;
};

export function makeSchemas(): Schemas {
  const components: Record<string, JsonSchema> = {};
  const add = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as JsonSchema;
    for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
      keep(components, name, clean(definition, io));
    }
    return clean(root, io);
  };
  return { components, request: schema => add(schema, 'input'), reply: schema => add(schema, 'output') };
}

/** Throws when one name would mean two things: such a schema needs two names. Requests are written first, and are stricter. */
function keep(components: Record<string, JsonSchema>, name: string, schema: JsonSchema): void {
  const there = components[name];
  const loose = (value: JsonSchema) => JSON.stringify(open(value));
  if (there && loose(there) !== loose(schema)) throw new Error(`component ${name} has two meanings`);
  components[name] = there ?? schema;
}

const open = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(open);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'additionalProperties')
      .map(([key, item]) => [key, open(item)]),
  );
};

function clean(value: unknown, io: 'input' | 'output'): JsonSchema {
  if (Array.isArray(value)) return value.map(item => clean(item, io)) as never;
  if (typeof value !== 'object' || value === null) return value as never;
  const out: JsonSchema = {};
  for (const [key, item] of Object.entries(value)) {
    if (isNoise(key, item, { schema: value as JsonSchema, io })) continue;
    if (key === 'example') out['examples'] = [item];
    else if (key === '$ref') out[key] = String(item).replace('#/$defs/', '#/components/schemas/');
    else out[key] = key === 'properties' ? eachProperty(item as JsonSchema, io) : clean(item, io);
  }
  return bounded(withNull(out));
}

/** What a format or a type bounds by itself, said all the same: linters and generators of clients read numbers. */
const LENGTHS: Record<string, number> = { uuid: 36, date: 10, 'date-time': 40 };
const INT32_MAX = 2_147_483_647;

/** The most signs an anchored pattern without `*`, `+` or repeated groups lets in (branches are added up); undefined for others. */
function longest(pattern: unknown): number | undefined {
  if (typeof pattern !== 'string' || !/^\^.*\$$/.test(pattern)) return undefined;
  const plain = pattern
    .slice(1, -1)
    .replace(/\\./g, 'x')
    .replace(/\[[^\]]*\]/g, 'x');
  if (/[*+]|\)[{?]|\{\d+,\}/.test(plain)) return undefined;
  const signs = plain.replace(/\(\?:|[()|?]/g, '');
  const repeated = [...signs.matchAll(/\{(?:\d+,)?(\d+)\}/g)].map(([whole, most]) => Number(most) - 1 - whole.length);
  return signs.length + repeated.reduce((sum, more) => sum + more, 0);
}

function bounded(schema: JsonSchema): JsonSchema {
  const type = [schema['type']].flat()[0];
  if (type === 'string' && schema['maxLength'] === undefined && !schema['enum'] && schema['const'] === undefined) {
    const length = LENGTHS[String(schema['format'])] ?? longest(schema['pattern']);
    return length ? { ...schema, maxLength: length } : schema;
  }
  if (type !== 'integer' || schema['enum'] || schema['const'] !== undefined) return schema;
  const minimum = Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? Number.MIN_SAFE_INTEGER);
  const maximum = Number(schema['maximum'] ?? schema['exclusiveMaximum'] ?? Number.MAX_SAFE_INTEGER);
  const small = Math.max(Math.abs(minimum), Math.abs(maximum)) <= INT32_MAX;
  return { ...schema, minimum, maximum, format: small ? 'int32' : 'int64' };
}

/** Names of properties are not keywords: a field may be called `example`. */
const eachProperty = (properties: JsonSchema, io: 'input' | 'output'): JsonSchema =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, clean(schema, io)]));

function isNoise(key: string, item: unknown, { schema, io }: { schema: JsonSchema; io: 'input' | 'output' }): boolean {
  if (key === 'additionalProperties') return io === 'output' && item === false;
  if (key === 'minimum') return item === Number.MIN_SAFE_INTEGER;
  if (key === 'maximum') return item === Number.MAX_SAFE_INTEGER;
  if (key !== 'pattern') return false;
  return FORMATS_THAT_SUFFICE.includes(String(schema['format'])) || String(item).startsWith(CONTROL_CHARACTERS);
}

/** `anyOf: [a string, null]` as `type: [string, null]`, which generators of clients read better. */
function withNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return schema;
  const [first, second] = anyOf as [JsonSchema, JsonSchema];
  const simple = second['type'] === 'null' && typeof first['type'] === 'string' && !first['enum'];
  return simple ? { ...first, ...rest, type: [first['type'], 'null'] } : schema;
}
