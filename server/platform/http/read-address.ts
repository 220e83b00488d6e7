// An address that asks the same again and again is read once. Only what it says is remembered: who asks, and whether he
// may, is looked at each time.
import type { Language } from './conventions/language.ts';
import { parseInput, type Raw } from './parse.ts';
import type { AnyRoute } from './route.ts';

const MAX_ADDRESSES = 1_000;
const MAX_LENGTH = 500;

/** `question`: one text for all addresses that ask the same of a route. */
export type Understood = ReturnType<typeof parseInput> & { question: string };
type Asked = { url: string; raw: Raw; language: Language };

const understood = new Map<string, { record: AnyRoute; what: Understood }>();

/** Throws what `parseInput` throws; only what was right is remembered. */
export function readAddress(record: AnyRoute, { url, raw, language }: Asked): Understood {
  const known = understood.get(url);
  if (known?.record === record) return known.what;
  const parsed = parseInput(record, raw, language);
  const question = `${record.path} ${JSON.stringify([parsed.params, parsed.query, parsed.fields])}`;
  const what = { ...parsed, question };
  if (url.length <= MAX_LENGTH) remember(url, { record, what });
  return what;
}

function remember(url: string, asked: { record: AnyRoute; what: Understood }): void {
  const [oldest] = understood.keys();
  if (understood.size >= MAX_ADDRESSES && oldest !== undefined) understood.delete(oldest);
  understood.set(url, asked);
}
