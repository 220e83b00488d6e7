// What a key may be given. A noun appears here when its routes exist (settled.md 21).
import { z } from 'zod';

export const SCOPE_NOUNS = {
  chantiers: 'Chantiers',
  personnes: 'Personnes',
  'variables-paie': 'Variables de paie',
  heures: 'Heures',
  planning: 'Planning',
  erp: 'Connexions ERP',
  audit: 'Journal d’audit',
} as const;
export type ScopeNoun = keyof typeof SCOPE_NOUNS;

/** Nouns that bare `read` and `write` never open (settled.md 21). */
export const GUARDED_NOUNS: readonly string[] = ['variables-paie', 'erp', 'webhooks', 'audit'];

/** Nouns that nobody changes: to read is all there is to give. */
export const READ_ONLY_NOUNS: readonly string[] = ['audit'];

const nouns = Object.keys(SCOPE_NOUNS) as ScopeNoun[];
const scopesOf = (n: ScopeNoun) =>
  READ_ONLY_NOUNS.includes(n) ? [`${n}:read`] : [`${n}:read`, `${n}:write`, `${n}:*`];
export const SCOPES = ['read', 'write', ...nouns.flatMap(scopesOf)] as const;

export const Scope = z.enum(SCOPES as unknown as [string, ...string[]]).meta({ id: 'Scope' });
export type Scope = 'read' | 'write' | `${ScopeNoun}:${'read' | 'write' | '*'}`;
/** Every one that a route can ask for. */
export const ROUTE_SCOPES = nouns.flatMap(n =>
  (READ_ONLY_NOUNS.includes(n) ? ['read'] : ['read', 'write']).map(action => `${n}:${action}`),
) as RouteScope[];

/** What a route asks for: one noun, one action. */
export type RouteScope = `${ScopeNoun}:${'read' | 'write'}`;

/**
 * Whether the scopes of a key open a route. `write` and `x:write` open reads too: who may change a thing must see it
 * (truth table of issue 3/5: `write` = changes and reads, `x:*` = both of x).
 */
export function opens(granted: readonly string[], wanted: RouteScope): boolean {
  const [noun, action] = wanted.split(':') as [string, 'read' | 'write'];
  const bare = !GUARDED_NOUNS.includes(noun);
  const sufficient = [wanted, `${noun}:*`, `${noun}:write`, ...(bare ? ['write'] : [])];
  if (action === 'read' && bare) sufficient.push('read');
  return granted.some(scope => sufficient.includes(scope));
}
