// The file of a backup, under gzip: a JSON line that says what follows; for each table a line `COPY name`, its rows in
// PostgreSQL's text format and a line `\.`; a last JSON line with the counts and the SHA-256 of all that precedes.
// `zcat` shows it, and PostgreSQL 15 to 18 read the same rows.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { StartRefused } from '../start-refused.ts';

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

export const Table = z.strictObject({ name: Name, columns: z.array(Name).min(1).max(1600) });
export type Table = z.infer<typeof Table>;

export const Header = z.strictObject({
  format: z.literal('hub-chantier-sauvegarde/1'),
  created_at: z.string().max(40),
  migration: z.int().min(1),
  tables: z.array(Table).max(1000),
  sequences: z.array(z.strictObject({ name: Name, last_value: z.string().regex(/^-?\d{1,19}$/) })).max(1000),
});
export type Header = z.infer<typeof Header>;

export const Trailer = z.strictObject({ rows: z.int(), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export type Piece =
  | { kind: 'header'; header: Header }
  | { kind: 'table'; table: Table }
  | { kind: 'rows'; chunk: Buffer }
  | { kind: 'end_of_table' }
  | { kind: 'end'; rows: number };

export const END_OF_TABLE = '\\.\n';
const NEWLINE = 10;
const LINE_LIMIT_BYTES = 10_000_000;

export function countRows(chunk: Buffer): number {
  let rows = 0;
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) rows += 1;
  return rows;
}

/**
 * Reads a backup in order, in constant memory. Throws StartRefused as soon as the file shows to be something else,
 * cut or altered: that the last piece came means that all of them were right.
 */
export async function* readBackup(path: string): AsyncGenerator<Piece> {
  const state = { path, header: null as Header | null, tables: 0, rows: 0, hash: createHash('sha256'), done: false };
  let inTable = false;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of gunzipped(path)) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let cut = nextCut(rest, inTable); cut > 0; cut = nextCut(rest, inTable)) {
      const part = rest.subarray(0, cut);
      rest = rest.subarray(cut);
      const piece = inTable ? rowsOrEnd(state, part) : lineOf(state, part);
      if (piece.kind === 'table') inTable = true;
      if (piece.kind === 'end_of_table') inTable = false;
      yield piece;
    }
    if (!inTable && rest.length > LINE_LIMIT_BYTES) throw damaged(path);
  }
  if (!state.done || rest.length > 0) throw damaged(path);
}

type State = {
  path: string;
  header: Header | null;
  tables: number;
  rows: number;
  hash: ReturnType<typeof createHash>;
  done: boolean;
};

/** How many of these bytes make the next piece: a line, whole rows, or the mark at the end of a table; 0: read on. */
function nextCut(bytes: Buffer, inTable: boolean): number {
  if (!inTable) return bytes.indexOf(NEWLINE) + 1;
  if (isEnd(bytes.subarray(0, END_OF_TABLE.length))) return END_OF_TABLE.length;
  const end = bytes.indexOf(`\n${END_OF_TABLE}`);
  return end === -1 ? bytes.lastIndexOf(NEWLINE) + 1 : end + 1;
}

const isEnd = (part: Buffer) => part.length === END_OF_TABLE.length && part.toString() === END_OF_TABLE;

function rowsOrEnd(state: State, part: Buffer): Piece {
  state.hash.update(part);
  if (isEnd(part)) return { kind: 'end_of_table' };
  state.rows += countRows(part);
  return { kind: 'rows', chunk: part };
}

function lineOf(state: State, part: Buffer): Piece {
  const line = part.toString().trimEnd();
  if (state.done) throw damaged(state.path);
  if (state.header === null) {
    state.header = parseLine(Header, state, line);
    state.hash.update(part);
    return { kind: 'header', header: state.header };
  }
  const table = state.header.tables[state.tables];
  if (table !== undefined) {
    if (line !== `COPY ${table.name}`) throw damaged(state.path);
    state.tables += 1;
    state.hash.update(part);
    return { kind: 'table', table };
  }
  const { rows, sha256 } = parseLine(Trailer, state, line);
  if (rows !== state.rows || sha256 !== state.hash.digest('hex')) throw damaged(state.path);
  state.done = true;
  return { kind: 'end', rows };
}

function parseLine<T>(schema: z.ZodType<T>, state: State, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    throw damaged(state.path, error);
  }
}

async function* gunzipped(path: string): AsyncGenerator<Buffer> {
  const source = pipeline(createReadStream(path), createGunzip({ chunkSize: 256 * 1024 }), () => {});
  try {
    for await (const chunk of source) yield chunk as Buffer;
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') throw damaged(path, error);
    if (['ENOENT', 'EACCES', 'EISDIR'].includes(code))
      throw new StartRefused(`Le fichier ${path} ne se lit pas (${code}).`, { cause: error });
    throw error;
  }
}

function damaged(path: string, cause?: unknown): StartRefused {
  return new StartRefused(`Le fichier ${path} n’est pas une sauvegarde entière du hub : rien n’a été écrit.`, {
    cause,
  });
}
