// A real workbook, of the parts Excel writes: shared strings, a date that is a number with a style, a phone that lost its zero.
import { crc32, deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { guessMapping } from './columns.ts';
import { FileRefused, readFile } from './read-file.ts';
import { readRow } from './rows.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const xml = (content: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${content}`;

/** The parts of the zip, each behind its local header, then the directory that names them. */
function zip(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const [name, bytes] = [Buffer.from(path), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const at = Buffer.alloc(14);
    at.writeUInt32LE(offset, 10);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, at, name);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end]));
}

type Given = string | number | { date: number } | null;
/** Days since Excel's own beginning. */
const serial = (day: string, since = '1899-12-30') => (Date.parse(day) - Date.parse(since)) / 86_400_000;

function sheetOf(rows: Given[][], strings: string[]): string {
  const cell = (value: Given, at: string): string => {
    if (value === null) return '';
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === 'object') return `<c r="${at}" s="1"><v>${value.date}</v></c>`;
    return `<c r="${at}" t="s"><v>${strings.push(value) - 1}</v></c>`;
  };
  const lines = rows.map((cells, line) => {
    const inside = cells.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${line + 1}`));
    return `<row r="${line + 1}">${inside.join('')}</row>`;
  });
  return xml(`<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`);
}

function workbook(rows: Given[][], { date1904 = false } = {}): File {
  const strings: string[] = [];
  const sheet = sheetOf(rows, strings);
  const type = (part: string, kind: string) =>
    `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (id: string, kind: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const relations = (inside: string) =>
    xml(`<Relationships xmlns="${PACKAGE}/relationships">${inside}</Relationships>`);
  const bytes = zip({
    '[Content_Types].xml': xml(
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${type('/xl/workbook.xml', 'sheet.main')}${type('/xl/worksheets/sheet1.xml', 'worksheet')}${type('/xl/styles.xml', 'styles')}${type('/xl/sharedStrings.xml', 'sharedStrings')}</Types>`,
    ),
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets><sheet name="Salariés" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
        relation('rId2', 'styles', 'styles.xml') +
        relation('rId3', 'sharedStrings', 'sharedStrings.xml'),
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
    'xl/sharedStrings.xml': xml(
      `<sst xmlns="${MAIN}">${strings.map(one => `<si><t xml:space="preserve">${one}</t></si>`).join('')}</sst>`,
    ),
    'xl/worksheets/sheet1.xml': sheet,
  });
  return new File([bytes], 'salaries.xlsx');
}

const TITLES = ['Nom', 'Prénom', 'Portable', 'Date d’embauche', 'Qualification'];
const items = async (file: File) => {
  const { headers, rows } = await readFile(file);
  return rows.map((cells, index) => readRow(index + 2, cells, guessMapping(headers)));
};

test('a workbook gives its people: accents, a phone kept as a number, a date that is a number of days', async () => {
  const file = workbook([
    TITLES,
    ['Lefèvre-Montgolfier', ' Zoé ', 612345678, { date: serial('2026-01-05') }, 'Maçon / Grutier'],
    ['Çelik', 'Émre', '06 12 34 56 79', '12/02/2024', null],
  ]);
  const [first, second] = await items(file);
  expect([first!.errors, second!.errors]).toEqual([{}, {}]);
  expect(first!.item).toEqual({
    nom: 'Lefèvre-Montgolfier',
    prenom: 'Zoé',
    telephone: '0612345678',
    date_entree: '2026-01-05',
    metiers: ['Maçon', 'Grutier'],
  });
  expect(second!.item).toMatchObject({ nom: 'Çelik', prenom: 'Émre', date_entree: '2024-02-12' });
});

test('empty lines, before the titles as well as between people, are no people', async () => {
  const { headers, rows } = await readFile(
    workbook([[], [null, ' '], TITLES, [], ['Durand', 'Zoé'], [null, null, ' '], ['Diallo', 'Awa'], []]),
  );
  expect(headers.slice(0, 2)).toEqual(['Nom', 'Prénom']);
  expect(rows.map(([nom]) => nom)).toEqual(['Durand', 'Diallo']);
});

test('dates of a workbook that counts from 1904 are the same days', async () => {
  const file = workbook([TITLES, ['Durand', 'Zoé', null, { date: serial('2026-10-25', '1904-01-01') }]], {
    date1904: true,
  });
  const [only] = await items(file);
  expect(only!.item).toMatchObject({ date_entree: '2026-10-25' });
});

test('a workbook of titles alone, and a zip that is no workbook, are refused in words', async () => {
  await expect(readFile(workbook([TITLES]))).rejects.toThrow('aucune ligne sous ses titres');
  await expect(readFile(new File([zip({ 'lettre.txt': 'Bonjour' })], 'lettre.xlsx'))).rejects.toThrow(FileRefused);
});
