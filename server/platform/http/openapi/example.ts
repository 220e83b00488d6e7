// A value that fits a schema: shown in the documentation, and the good request that the tests of all routes then spoil.
import type { JsonSchema } from './schema.ts';

const BY_FORMAT: Record<string, string> = {
  uuid: '0199c8f0-6f4a-7000-8000-000000000001',
  'date-time': '2026-11-23T08:15:00.000Z',
  date: '2026-11-23',
  email: 'm.durand@exemple.fr',
};

type Components = Record<string, JsonSchema>;

/** From the examples, defaults and choices of the schema; optional fields are given too, `null` only where nothing else fits. */
export function exampleOf(schema: JsonSchema, components: Components): unknown {
  const [given] = (schema['examples'] as unknown[] | undefined) ?? [];
  if (given !== undefined) return given;
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['default'] !== undefined && schema['default'] !== null) return schema['default'];
  if (typeof schema['$ref'] === 'string') {
    return exampleOf(components[schema['$ref'].replace('#/components/schemas/', '')] ?? {}, components);
  }
  const choices = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  if (choices) return exampleOf(choices[0] ?? {}, components);
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  return byType(schema, components);
}

function byType(schema: JsonSchema, components: Components): unknown {
  const [type] = [schema['type']].flat();
  if (type === 'object') return objectOf(schema, components);
  // As many as the schema asks for: a week has seven days.
  if (type === 'array')
    return schema['items']
      ? Array(Math.max(1, Number(schema['minItems'] ?? 1))).fill(exampleOf(schema['items'] as JsonSchema, components))
      : [];
  if (type === 'integer' || type === 'number') return Math.max(Number(schema['minimum'] ?? 0), 1);
  if (type === 'boolean') return true;
  return type === 'string' ? textOf(schema) : null;
}

const objectOf = (schema: JsonSchema, components: Components): unknown =>
  Object.fromEntries(
    Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).map(([name, property]) => [
      name,
      exampleOf(property, components),
    ]),
  );

function textOf(schema: JsonSchema): string {
  const known = BY_FORMAT[String(schema['format'])];
  if (known) return known;
  const words = typeof schema['title'] === 'string' ? schema['title'] : 'texte';
  return words.padEnd(Number(schema['minLength'] ?? 0), '.').slice(0, Number(schema['maxLength'] ?? 100));
}
