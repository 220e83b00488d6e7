// Which methods an address takes: for 405 with Allow, and for OPTIONS.
type Mounted = { method: string | string[]; url: string };
export type Methods = {
  /** Told of each route as it is mounted. */
  learn: (route: Mounted) => void;
  /** Null: no such address. */
  of: (path: string) => string[] | null;
};

export function makeMethods(): Methods {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  return {
    learn: ({ method, url }) => {
      if (url.includes('*')) return;
      const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() };
      for (const one of [method].flat()) entry.methods.add(one);
      known.set(url, entry);
    },
    of: path => {
      const found = [...known.values()].filter(({ pattern }) => pattern.test(path));
      if (found.length === 0) return null;
      return [...new Set([...found.flatMap(({ methods }) => [...methods]), 'OPTIONS'])].toSorted();
    },
  };
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
