// What an attacker, a broken client or a copied PDF puts into a field.

export const hostileStrings = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u2028',
  '\ud800',
  '\u202Egnp.exe',
  "'; drop table chantiers; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '%00%s%n',
  'a\r\nSet-Cookie: b=c',
  '\\',
  '9'.repeat(400),
  'x'.repeat(100_000),
];

export const hostileValues: unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  [],
  [null],
  {},
  { toString: 1, constructor: 2 },
  Array.from({ length: 2_000 }, () => 'x'),
  JSON.parse('['.repeat(500) + ']'.repeat(500)),
];

/** In the path; an empty one would name another route. The last is no URL at all. */
export const hostileIds: string[] = [
  ...hostileStrings.filter(Boolean).map(value => encodeURIComponent(value.toWellFormed()).slice(0, 9_000)),
  '%ff',
];

/** The same in a query: each field alone, twice, as a list and as an object. */
export const hostileQueries = (names: readonly string[]): string[] =>
  names.flatMap(name => [
    ...hostileStrings.map(value => `${name}=${encodeURIComponent(value.toWellFormed()).slice(0, 8_000)}`),
    `${name}=a&${name}=b`,
    `${name}[]=a`,
    `${name}[a]=b`,
    name,
  ]);

type Path = (string | number)[];

/** Every place in a value, the inner ones included. */
export function wherever(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [at];
  const inner = Object.entries(value).flatMap(([key, item]) =>
    wherever(item, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inner];
}

export function replaced(value: unknown, path: Path, item: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return item;
  if (Array.isArray(value)) return value.map((old, index) => (index === key ? replaced(old, rest, item) : old));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, item) };
}
