// What a record may not leave open, read from its schemas without a request.
import { z } from 'zod';
import type { AnyRoute } from '#platform/http/route.ts';

type Json = { [key: string]: unknown };
/** These formats bound the text by themselves. */
const SHORT_FORMATS = ['uuid', 'date', 'date-time'];
const SECRET = /secret|token|jeton|mot_de_passe/;

export function recordFaults(record: AnyRoute): string[] {
  const { body, query, params, reply } = record;
  const inputs = [body, query, params].filter(schema => schema !== undefined);
  return [
    ...inputs.flatMap(schema => schemaFaults(toJson(schema, 'input'), { closed: true })),
    ...(reply ? schemaFaults(toJson(reply, 'output'), { closed: false }) : []),
    ...(record.base === 'v1' && ['PUT', 'PATCH'].includes(record.method) && !record.versioned && !record.made_status
      ? ['changes without If-Match']
      : []),
    ...(reply && hasSecret(toJson(reply, 'output')) && !record.secret_reply
      ? ['gives a secret without secret_reply']
      : []),
    ...(record.method === 'GET' && !('read' in record || 'list' in record || 'stream' in record)
      ? ['a GET that is not one statement']
      : []),
    ...(record.access === 'signature' && (record.method !== 'POST' || record.body)
      ? ['signed, but no POST of bytes']
      : []),
    ...('stream' in record && (record.method !== 'GET' || !record.reply)
      ? ['a stream that is no GET, or of nothing']
      : []),
    ...(record.path.includes(':') && !record.params ? ['a parameter without a schema'] : []),
  ];
}

const toJson = (schema: z.ZodType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { target: 'draft-2020-12', io }) as Json;

function hasSecret(root: Json): boolean {
  const names = [...JSON.stringify(root).matchAll(/"properties":\{(.*?)\}/g)].map(match => match[0]);
  return names.some(text => [...text.matchAll(/"(\w+)":\{/g)].some(([, name]) => SECRET.test(name!)));
}

/** One sentence per string, list or object without a bound. */
function schemaFaults(node: unknown, { closed }: { closed: boolean }, at = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((item, index) => schemaFaults(item, { closed }, `${at}/${index}`));
  if (typeof node !== 'object' || node === null) return [];
  const schema = node as Json;
  const inner = Object.entries(schema).flatMap(([key, item]) =>
    ['examples', 'example', 'default', 'enum', 'const'].includes(key)
      ? []
      : schemaFaults(item, { closed }, `${at}/${key}`),
  );
  return [...ownFaults(schema, closed).map(fault => `${at || '/'}: ${fault}`), ...inner];
}

function ownFaults(schema: Json, closed: boolean): string[] {
  const types = [schema['type']].flat();
  return [
    ...(types.includes('string') && !isBoundedText(schema) ? ['a text without a maximum'] : []),
    ...(types.includes('array') && schema['maxItems'] === undefined ? ['a list without a maximum'] : []),
    ...(types.includes('integer') && closed && Math.abs(Number(schema['maximum'] ?? Infinity)) > 2 ** 52
      ? ['a whole number without a maximum']
      : []),
    ...(closed && types.includes('object') && schema['properties'] && schema['additionalProperties'] !== false
      ? ['unknown fields are let in']
      : []),
  ];
}

function isBoundedText(schema: Json): boolean {
  if (schema['maxLength'] !== undefined || schema['enum'] || schema['const'] !== undefined) return true;
  if (SHORT_FORMATS.includes(String(schema['format']))) return true;
  const pattern = schema['pattern'];
  if (typeof pattern !== 'string' || !/^\^.*\$$/.test(pattern)) return false;
  return !/[*+]|\{\d+,\}/.test(pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x'));
}
