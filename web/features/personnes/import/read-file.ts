// A file becomes lines of text, here in the browser: nobody else ever has it.
export const MAX_BYTES = 2_000_000;
export const MAX_ROWS = 500;

/** A sentence for the person. */
export class FileRefused extends Error {}

export type Sheet = { headers: string[]; rows: string[][] };

/** Throws FileRefused. */
export async function readFile(file: File): Promise<Sheet> {
  if (file.size > MAX_BYTES) throw new FileRefused('Ce fichier dépasse 2 Mo : gardez-en les seules colonnes utiles.');
  const bytes = await file.arrayBuffer();
  // Every .xlsx is a zip.
  const zipped = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength)).join() === '80,75';
  const lines = zipped ? await readSpreadsheet(bytes) : await readCsv(decode(bytes));
  const [headers = [], ...rows] = lines.filter(cells => cells.some(cell => cell.trim() !== ''));
  if (rows.length === 0) throw new FileRefused('Ce fichier n’a aucune ligne sous ses titres.');
  if (rows.length > MAX_ROWS)
    throw new FileRefused(`Ce fichier a ${rows.length} lignes : 500 au plus, en plusieurs fichiers.`);
  return { headers, rows };
}

/** Excel still writes Windows-1252, where é is no UTF-8. */
export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** `;`, `,` or tab: whichever the file uses. */
export async function readCsv(text: string): Promise<string[][]> {
  const { default: papa } = await import('papaparse');
  return papa.parse<string[]>(text, { delimitersToGuess: [';', ',', '\t'], skipEmptyLines: 'greedy' }).data;
}

async function readSpreadsheet(bytes: ArrayBuffer): Promise<string[][]> {
  const { readSheet } = await import('read-excel-file/universal');
  const rows = await readSheet(bytes).catch(() => {
    throw new FileRefused('Ce classeur ne se lit pas : enregistrez-le au format .xlsx ou .csv.');
  });
  return rows.map(cells => cells.map(cellText));
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}
