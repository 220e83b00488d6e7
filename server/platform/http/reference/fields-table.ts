import type { JsonSchema } from '../openapi/schema.ts';
import { type Html, html } from './html.ts';

type Components = Record<string, JsonSchema>;
type Row = { name: string; schema: JsonSchema; required: boolean };

/** The fields of an object, those of named objects inside it included, one row each: `equipe[].personne_id`. */
export function fieldsTable(schema: JsonSchema, components: Components, of: 'request' | 'reply'): Html {
  const variants = (resolve(schema, components)['oneOf'] as JsonSchema[] | undefined) ?? [schema];
  return html`${variants.map(variant => table(rowsOf(variant, components, ''), of))}`;
}

function table(rows: Row[], of: 'request' | 'reply'): Html {
  if (rows.length === 0) return html`<p>Aucun champ.</p>`;
  return html`<table class="fields"><thead><tr><th scope="col">Champ</th><th scope="col">Type</th><th scope="col">Sens</th></tr></thead>
<tbody>${rows.map(
    ({
      name,
      schema,
      required,
    }) => html`<tr><td><code>${name}</code>${of === 'request' && required && html` <span class="required">obligatoire</span>`}</td>
<td>${typeOf(schema)}</td><td>${meaning(schema)}</td></tr>`,
  )}</tbody></table>`;
}

function resolve(schema: JsonSchema, components: Components): JsonSchema {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1)! : null;
  if (name) return { ...(components[name] ?? {}), ...schema, $ref: undefined };
  const [first, second] = (schema['anyOf'] as JsonSchema[] | undefined) ?? [];
  if (!first || second?.['type'] !== 'null') return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...resolve(first, components), ...rest, nullable: true };
}

function rowsOf(schema: JsonSchema, components: Components, prefix: string): Row[] {
  const { properties = {}, required = [] } = resolve(schema, components) as {
    properties?: Components;
    required?: string[];
  };
  return Object.entries(properties).flatMap(([name, property]) => {
    const known = resolve(property, components);
    const path = prefix + name;
    const inner = known['type'] === 'array' ? resolve(known['items'] as JsonSchema, components) : known;
    const suffix = known['type'] === 'array' ? '[].' : '.';
    const items = known['type'] === 'array' ? { ...known, items: inner } : known;
    return [
      { name: path, schema: items, required: required.includes(name) },
      ...(inner['properties'] ? rowsOf(inner, components, path + suffix) : []),
    ];
  });
}

const TYPES: Record<string, string> = {
  string: 'texte',
  integer: 'entier',
  number: 'nombre',
  boolean: 'booléen',
  object: 'objet',
  array: 'liste',
  null: 'null',
};
const FORMATS: Record<string, string> = { uuid: 'UUID', 'date-time': 'instant UTC', date: 'jour', email: 'e-mail' };

function typeOf(schema: JsonSchema): string {
  const [type, other] = [schema['type']].flat() as (string | undefined)[];
  const nullable = other === 'null' || schema['nullable'] === true ? ' ou null' : '';
  if (type === 'array') return `liste (${typeOf(schema['items'] as JsonSchema)})${nullable}`;
  return (FORMATS[String(schema['format'])] ?? TYPES[type ?? ''] ?? 'valeur') + nullable;
}

function meaning(schema: JsonSchema): Html {
  const choices = schema['enum'] ?? (schema['items'] as JsonSchema | undefined)?.['enum'];
  const [example] = (schema['examples'] as unknown[] | undefined) ?? [];
  const words = [schema['title'], schema['description']].filter(word => typeof word === 'string').join(' : ');
  const bounds = boundsOf(schema);
  return html`${words}${bounds && html` <small>${bounds}</small>`}${
    Array.isArray(choices) && html` <small>${choices.join(' | ')}</small>`
  }${schema['default'] !== undefined && schema['default'] !== null && html` <small>par défaut ${String(schema['default'])}</small>`}${
    example !== undefined && html` <small>ex. ${String(example)}</small>`
  }`;
}

function boundsOf(schema: JsonSchema): string {
  const { minLength, maxLength, minimum, maximum, maxItems } = schema;
  return [
    ...(minLength === 1 ? ['non vide'] : minLength ? [`${minLength} caractères au moins`] : []),
    ...(maxLength ? [`${maxLength} caractères au plus`] : []),
    ...(minimum !== undefined ? [`≥ ${minimum}`] : []),
    ...(maximum !== undefined ? [`≤ ${maximum}`] : []),
    ...(maxItems ? [`${maxItems} au plus`] : []),
  ].join(', ');
}
