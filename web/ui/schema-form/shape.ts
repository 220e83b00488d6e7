// Reads the fields of a form from a Zod object, by way of its JSON Schema. Pure.
import { z } from 'zod';
import {
  FREQUENCES_IMPORT,
  MOTIFS_LIEN,
  ROLES,
  ROLES_CHANTIER,
  STATUTS_CHANTIER,
  STATUTS_CLE,
  TYPES_PERSONNE,
  TYPES_TRAVAUX,
} from '#contract/values.ts';

export type Kind =
  | 'text'
  | 'lines'
  | 'email'
  | 'tel'
  | 'secret'
  | 'colour'
  | 'number'
  | 'minutes'
  /** Minutes of each day of a week, or null. */
  | 'durations'
  | 'day'
  | 'boolean'
  | 'choice'
  | 'choices'
  | 'list';

export type Field = {
  name: string;
  kind: Kind;
  title: string;
  help?: string;
  example?: string;
  max?: number;
  nullable: boolean;
  required: boolean;
  options: [value: string, label: string][];
  /** Fields of one row, for a list. */
  item: Field[];
  initial?: unknown;
};

type Node = {
  $ref?: string;
  $defs?: Record<string, Node>;
  type?: string | string[];
  anyOf?: Node[];
  enum?: string[];
  format?: string;
  pattern?: string;
  maxLength?: number;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
  title?: string;
  description?: string;
  example?: string;
  default?: unknown;
  secret?: boolean;
  /** JSON Schema's own word for a secret: given, never read back. */
  writeOnly?: boolean;
};

const TABLES: Record<string, string>[] = [
  ROLES,
  TYPES_PERSONNE,
  STATUTS_CHANTIER,
  TYPES_TRAVAUX,
  ROLES_CHANTIER,
  STATUTS_CLE,
  MOTIFS_LIEN,
  FREQUENCES_IMPORT,
];

/** The French words of a closed list are those of the table of contract/values.ts that has the same values. */
function labelled(values: string[]): [string, string][] {
  const table = TABLES.find(words => values.every(value => value in words));
  return values.map(value => [value, table?.[value] ?? value]);
}

function resolved(node: Node, defs: Record<string, Node>): Node {
  const named = node.$ref ? defs[node.$ref.replace('#/$defs/', '')] : undefined;
  const { $ref: _, ...own } = node;
  return named ? { ...resolved(named, defs), ...own } : node;
}

/** Splits « X or null » and keeps what was written around it (title, help). */
function unwrapped(node: Node, defs: Record<string, Node>): { node: Node; nullable: boolean } {
  const whole = resolved(node, defs);
  const inner = whole.anyOf?.find(part => part.type !== 'null');
  if (inner) {
    const { anyOf: _, ...around } = whole;
    return { node: { ...resolved(inner, defs), ...around }, nullable: true };
  }
  if (Array.isArray(whole.type)) {
    const type = whole.type.find(name => name !== 'null');
    return { node: { ...whole, ...(type ? { type } : {}) }, nullable: whole.type.includes('null') };
  }
  return { node: whole, nullable: false };
}

const COLOUR = '^#[0-9A-Fa-f]{6}$';

function textKind(name: string, node: Node): Kind {
  if (node.secret || node.writeOnly) return 'secret';
  if (node.enum) return 'choice';
  if (node.format === 'date') return 'day';
  if (node.format === 'email') return 'email';
  if (node.pattern === COLOUR) return 'colour';
  if (name === 'telephone') return 'tel';
  const manyLines = node.pattern !== undefined && new RegExp(node.pattern, 'u').test('a\nb');
  return manyLines ? 'lines' : 'text';
}

function kindOf(name: string, node: Node, defs: Record<string, Node>): Kind {
  if (node.type === 'boolean') return 'boolean';
  if (node.type === 'array') {
    const item = resolved(node.items ?? {}, defs);
    if (item.type === 'integer') return 'durations';
    return item.properties ? 'list' : 'choices';
  }
  if (node.type === 'integer' && name.startsWith('minutes')) return 'minutes';
  if (node.type === 'integer' || node.type === 'number') return 'number';
  return textKind(name, node);
}

type Place = { demanded: boolean; defs: Record<string, Node> };

function fieldOf(name: string, raw: Node, { demanded, defs }: Place): Field {
  const { node, nullable } = unwrapped(raw, defs);
  const kind = kindOf(name, node, defs);
  const item = kind === 'list' || kind === 'choices' ? resolved(node.items ?? {}, defs) : {};
  const field: Field = {
    name,
    kind,
    title: (node.title ?? name).replace(' (minutes)', ''),
    nullable,
    required: demanded && !nullable && node.default === undefined && kind !== 'boolean' && kind !== 'list',
    options: labelled(node.enum ?? item.enum ?? []),
    item: fieldsOfNode(item, defs),
  };
  if (node.description) field.help = node.description;
  if (node.example) field.example = node.example;
  if (node.maxLength) field.max = node.maxLength;
  if (node.default !== undefined) field.initial = node.default;
  return field;
}

function fieldsOfNode(node: Node, defs: Record<string, Node>): Field[] {
  const demanded = node.required ?? [];
  return Object.entries(node.properties ?? {}).map(([name, child]) =>
    fieldOf(name, child, { demanded: demanded.includes(name), defs }),
  );
}

/** The fields of a Zod object, in its order. */
export function fieldsOf(schema: z.ZodObject): Field[] {
  const root = z.toJSONSchema(schema, { io: 'input' }) as Node;
  const defs = root.$defs ?? {};
  return fieldsOfNode(resolved(root, defs), defs);
}
