// PDF files for people to keep or print: A4, one family of letters, the same bytes for the same content.
import { printable } from './printable.ts';

export type Page = PDFKit.PDFDocument;
export type Column = { titre: string; largeur: number; droite?: boolean };

const MARGIN = 42;
const LINE = 15;

/**
 * `at`: the instant of what is written, an RFC 3339 text; the file carries it, never the clock of the machine. Letters are those of
 * the PDF standard: what they lack is written without its accents.
 */
export async function writePdf(
  { titre, at }: { titre: string; at: string },
  draw: (page: Page) => void,
): Promise<Buffer> {
  // Thirty megabytes that a hub which writes no file does not hold.
  const { default: PDFDocument } = await import('pdfkit');
  const page = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'fr',
    info: { Title: printable(titre), CreationDate: new Date(at), ModDate: new Date(at) },
  });
  const done = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    page.on('data', (chunk: Buffer) => void chunks.push(chunk));
    page.on('end', () => resolve(Buffer.concat(chunks)));
    page.on('error', reject);
  });
  page.font('Helvetica-Bold').fontSize(15).text(printable(titre)).font('Helvetica').fontSize(9.5).moveDown(0.5);
  draw(page);
  page.end();
  return await done;
}

export const writeText = (page: Page, text: string): void => {
  page.text(printable(text), MARGIN, page.y, { width: page.page.width - 2 * MARGIN });
};

/** Rows that do not fit go on a new page, under the titles again; a cell that is too long is cut. */
export function writeTable(page: Page, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const bottom = page.page.height - MARGIN;
  const titles = columns.map(column => column.titre);
  writeRow(page, columns, { cells: titles, bold: true });
  for (const cells of rows) {
    if (page.y + LINE > bottom) {
      page.addPage();
      writeRow(page, columns, { cells: titles, bold: true });
    }
    writeRow(page, columns, { cells, bold: false });
  }
  page.moveDown(0.5);
}

function writeRow(
  page: Page,
  columns: readonly Column[],
  { cells, bold }: { cells: readonly string[]; bold: boolean },
): void {
  const top = page.y;
  page.font(bold ? 'Helvetica-Bold' : 'Helvetica');
  let left = MARGIN;
  columns.forEach(({ largeur, droite }, index) => {
    const options = { width: largeur - 6, height: LINE, lineBreak: false, ellipsis: true };
    page.text(printable(cells[index] ?? ''), left, top, { ...options, align: droite ? 'right' : 'left' });
    left += largeur;
  });
  page.font('Helvetica');
  page.x = MARGIN;
  page.y = top + LINE;
}
