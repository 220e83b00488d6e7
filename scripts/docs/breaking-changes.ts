// What would break a caller of the released API, read from two OpenAPI documents. Additions are no break: readers ignore
// fields they do not know (the introduction of the API says so), and new errors are always possible.
type Json = { [key: string]: unknown };
type Operation = {
  security?: Record<string, string[]>[];
  parameters?: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
};
export type OpenApi = {
  paths: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
};
type Sides = { released: OpenApi; current: OpenApi };
/** `request`: what was accepted must still be. `reply`: what was promised must still be. */
type Way = 'request' | 'reply';

/** One sentence per break, each with the operation and the place. */
export function breakingChanges(released: OpenApi, current: OpenApi): string[] {
  const sides = { released, current };
  return Object.entries(released.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, before]) => {
      const now = current.paths[path]?.[method] as Operation | undefined;
      const name = `${method.toUpperCase()} ${path}`;
      if (!now) return [`${name}: removed`];
      return operationBreaks(before as Operation, now, sides).map(fault => `${name}: ${fault}`);
    }),
  );
}

function operationBreaks(before: Operation, now: Operation, sides: Sides): string[] {
  return [
    ...securityBreaks(before, now),
    ...parameterBreaks(before, now, sides),
    ...bodyBreaks(before, now, sides),
    ...replyBreaks(before, now, sides),
  ];
}

function securityBreaks({ security: before = [] }: Operation, { security: now = [] }: Operation): string[] {
  if (now.length === 0) return [];
  if (before.length === 0) return ['asks for a credential'];
  const texts = now.map(scheme => JSON.stringify(scheme));
  return before
    .filter(scheme => !texts.includes(JSON.stringify(scheme)))
    .map(scheme => `no longer takes ${JSON.stringify(scheme)}`);
}

function parameterBreaks(before: Operation, now: Operation, sides: Sides): string[] {
  const list = (operation: Operation, side: OpenApi) => (operation.parameters ?? []).map(one => resolve(one, side));
  const nameOf = ({ in: place, name }: Json) => `${place} ${name}`;
  const [old, fresh] = [list(before, sides.released), list(now, sides.current)];
  const missing = old.filter(one => !fresh.some(other => nameOf(other) === nameOf(one)));
  return [
    ...missing.map(one => `no longer takes ${nameOf(one)}`),
    ...fresh.flatMap(one => {
      const known = old.find(other => nameOf(other) === nameOf(one));
      if (!known) return one['required'] ? [`demands ${nameOf(one)}`] : [];
      const demanded = one['required'] && !known['required'] ? [`demands ${nameOf(one)}`] : [];
      return [...demanded, ...schemaBreaks(known['schema'], one['schema'], { sides, way: 'request', at: nameOf(one) })];
    }),
  ];
}

function bodyBreaks(before: Operation, now: Operation, sides: Sides): string[] {
  const [old, fresh] = [schemaOf(before.requestBody), schemaOf(now.requestBody)];
  if (!old) return fresh ? ['demands a body'] : [];
  return fresh ? schemaBreaks(old, fresh, { sides, way: 'request', at: 'body' }) : ['no longer takes a body'];
}

function replyBreaks(before: Operation, now: Operation, sides: Sides): string[] {
  return Object.entries(before.responses)
    .filter(([status]) => /^[23]/.test(status))
    .flatMap(([status, reply]) => {
      const fresh = now.responses[status];
      if (!fresh) return [`no longer answers ${status}`];
      const [old, schema] = [schemaOf(reply), schemaOf(fresh)];
      if (!old) return [];
      return schema ? schemaBreaks(old, schema, { sides, way: 'reply', at: status }) : [`${status} lost its body`];
    });
}

const schemaOf = (holder: Json | undefined): unknown =>
  Object.values((holder?.['content'] ?? {}) as Record<string, Json>)[0]?.['schema'];

type At = { sides: Sides; way: Way; at: string; depth?: number };
const MAX_DEPTH = 12;

function schemaBreaks(before: unknown, now: unknown, { sides, way, at, depth = 0 }: At): string[] {
  if (depth > MAX_DEPTH) return [];
  const [old, fresh] = [resolve(before as Json, sides.released), resolve(now as Json, sides.current)];
  const inner = (one: unknown, other: unknown, place: string) =>
    schemaBreaks(one, other, { sides, way, at: `${at}${place}`, depth: depth + 1 });
  return [
    ...typeBreaks(old, fresh, way).map(fault => `${at}: ${fault}`),
    ...(way === 'request' ? boundBreaks(old, fresh) : []).map(fault => `${at}: ${fault}`),
    ...propertyBreaks(old, fresh, way).map(fault => `${at}: ${fault}`),
    ...Object.entries((old['properties'] ?? {}) as Record<string, Json>).flatMap(([name, schema]) => {
      const other = ((fresh['properties'] ?? {}) as Record<string, Json>)[name];
      return other ? inner(schema, other, `.${name}`) : [];
    }),
    ...(old['items'] && fresh['items'] ? inner(old['items'], fresh['items'], '[]') : []),
  ];
}

/** References followed; `anyOf` of something and null as that thing, nullable. */
function resolve(schema: Json | undefined, side: OpenApi): Json {
  if (!schema) return {};
  if (typeof schema['$ref'] === 'string') {
    const [kind = '', name = ''] = schema['$ref'].replace('#/components/', '').split('/');
    return resolve(side.components[kind]?.[name] as Json | undefined, side);
  }
  const [first, second] = (schema['anyOf'] ?? []) as Json[];
  if (!first || second?.['type'] !== 'null') return schema;
  const plain = resolve(first, side);
  return { ...plain, type: [plain['type'] ?? 'string', 'null'].flat() };
}

const textsOf = (value: unknown): string[] => [value ?? []].flat().map(String);

/** A request may take more than before, a reply may give less. */
function typeBreaks(old: Json, fresh: Json, way: Way): string[] {
  const [narrow, wide] = way === 'request' ? [old, fresh] : [fresh, old];
  const beyond = textsOf(narrow['type']).filter(type => !textsOf(wide['type']).includes(type));
  const choices =
    way === 'request' && fresh['enum'] ? textsOf(old['enum']).filter(one => !textsOf(fresh['enum']).includes(one)) : [];
  return [
    ...(wide['type'] && beyond.length > 0 ? [`type ${textsOf(old['type'])} became ${textsOf(fresh['type'])}`] : []),
    ...choices.map(one => `no longer takes ${one}`),
  ];
}

/** A length said for the first time where a format or a pattern held it already changes nothing. */
function boundBreaks(old: Json, fresh: Json): string[] {
  const held = old['format'] !== undefined || old['pattern'] !== undefined;
  const isNews = (name: string) => old[name] !== undefined || name !== 'maxLength' || !held;
  const tighter = (names: string[], isTighter: (now: number, before: number) => boolean, open: number) =>
    names.filter(
      name => fresh[name] !== undefined && isNews(name) && isTighter(Number(fresh[name]), Number(old[name] ?? open)),
    );
  return [
    ...tighter(['maxLength', 'maxItems', 'maximum'], (now, before) => now < before, Infinity),
    ...tighter(['minLength', 'minItems', 'minimum'], (now, before) => now > before, -Infinity),
  ].map(name => `${name} ${old[name] ?? 'none'} became ${fresh[name]}`);
}

function propertyBreaks(old: Json, fresh: Json, way: Way): string[] {
  if (!old['properties'] || !fresh['properties']) return [];
  const names = Object.keys(old['properties']).filter(name => !(name in (fresh['properties'] as object)));
  const [before, now] = [textsOf(old['required']), textsOf(fresh['required'])];
  const moved =
    way === 'request' ? now.filter(name => !before.includes(name)) : before.filter(name => !now.includes(name));
  const kept = moved.filter(name => !names.includes(name));
  return [
    ...names.map(name => (way === 'request' ? `no longer takes ${name}` : `lost ${name}`)),
    ...kept.map(name => (way === 'request' ? `demands ${name}` : `${name} is no longer always there`)),
  ];
}
