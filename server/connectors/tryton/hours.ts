// Hours as durations: one line per pointage, known to Tryton by the id of our ledger's row. The same line sent twice is one line, so
// a doubt costs a call and never an entry.
import { OutboundFailed, OutboundRefused } from '#platform/outbound.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type {
  EcritureJour,
  ErpSession,
  HeuresJour,
  IssueLigne,
  IssuesJour,
  LigneVue,
  Recherche,
  UniteHeures,
  UnitesJour,
} from '../connector.ts';
import type { Client } from './client.ts';
import { CHANTIERS, idOf, pages } from './read.ts';
import { LINE_FIELDS, Standing, TARGET_FIELDS, Target, Written } from './schemas.ts';
import { jourOf, marqueOf, oneLine, toDate, toLigneVue } from './translate.ts';

const LINES = { model: 'timesheet.line', fields: LINE_FIELDS };
const MAX_DOUBTS = 2;

type Issue = IssueLigne extends infer I ? (I extends { ligne: string } ? Omit<I, 'ligne'> : never) : never;
type Round = { client: Client; employee: number | null; targets: Map<string, Target>; doubts: number };

export const heuresOf = (client: Client): NonNullable<ErpSession['heures']> => ({
  unites,
  push: day => pushDay(client, day),
  find: quoi => findDays(client, quoi),
  list: periode => listDays(client, periode),
});

function unites({ jour, lignes }: HeuresJour): UnitesJour {
  const worked = lignes.filter(({ minutes }) => minutes > 0).toSorted((x, y) => (x.cle < y.cle ? -1 : 1));
  const units = worked.map(({ cle, chantier, minutes }) => ({
    ...{ cle: `${cle}:1`, pointage: cle, chantier, jour, minutes, debut: null, fin: null, indicatif: false },
    contenu: { project: chantier, date: jour, duration: minutes * 60 },
  }));
  return { unites: units, refus: [] };
}

async function pushDay(client: Client, day: EcritureJour): Promise<IssuesJour> {
  const issues: IssueLigne[] = [];
  return { issues, arret: await writeDay(client, day, issues) };
}

async function writeDay(client: Client, day: EcritureJour, issues: IssueLigne[]): Promise<UpstreamError | null> {
  const unwell = () => new UpstreamError({ word: 'unavailable' });
  try {
    const round: Round = { client, employee: null, targets: new Map(), doubts: 0 };
    for (const { ligne, external_id } of day.retirer) {
      const issue = await tried(round, () => remove(client, external_id));
      issues.push({ ligne, ...issue });
      if (issue.etat === 'doubtful') return unwell();
    }
    if (day.ecrire.length > 0) await lookAround(round, day);
    for (const line of day.ecrire) {
      const issue = refused(round, line.unite) ?? (await tried(round, () => write(round, line)));
      issues.push({ ligne: line.ligne, ...issue });
      if (round.doubts >= MAX_DOUBTS) return unwell();
    }
    return null;
  } catch (error) {
    if (error instanceof OutboundRefused) return new UpstreamError({ word: 'denied', why: 'address' }, error);
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

/** Whom and where: their routes answer 500 for what they refuse, so what can be known is asked before. */
async function lookAround(round: Round, { personne, ecrire }: EcritureJour): Promise<void> {
  const { client } = round;
  const id = idOf(personne);
  const people =
    id === null ? [] : await client.search({ model: 'company.employee', domain: [['id', '=', id]], fields: ['id'] });
  round.employee = people.length > 0 ? id : null;
  const ids = [...new Set(ecrire.flatMap(({ unite }) => idOf(unite.chantier ?? '') ?? []))];
  if (ids.length === 0) return;
  const rows = await client.search({
    model: 'project.work',
    domain: [CHANTIERS, ['id', 'in', ids]],
    fields: TARGET_FIELDS,
  });
  for (const row of rows) {
    const target = Target.safeParse(row).data;
    if (!target) throw new UpstreamError({ word: 'strange', sample: 'chantier sans feuille de temps lisible' });
    round.targets.set(String(target.id), target);
  }
}

const REFUSED = {
  personne_inconnue: 'Tryton ne connaît pas cet employé.',
  chantier_inconnu: 'Tryton ne connaît pas ce chantier.',
  chantier_ferme: 'Ce chantier ne prend pas d’heures ce jour-là dans Tryton.',
} as const;

function refused({ employee, targets }: Round, { chantier, jour }: UniteHeures): Issue | null {
  const because = (code: keyof typeof REFUSED): Issue => ({ etat: 'refused', code, phrase: REFUSED[code] });
  if (employee === null) return because('personne_inconnue');
  const target = targets.get(chantier ?? '');
  if (!target) return because('chantier_inconnu');
  const { timesheet_works, timesheet_start_date: from, timesheet_end_date: until } = target;
  const closed = timesheet_works.length === 0 || (from && jour < jourOf(from)) || (until && jour > jourOf(until));
  return closed ? because('chantier_ferme') : null;
}

type AWrite = EcritureJour['ecrire'][number];

async function write(round: Round, given: AWrite): Promise<Issue> {
  const { ligne, marque, unite } = given;
  const work = round.targets.get(unite.chantier ?? '')!.timesheet_works[0];
  const line = { employee: round.employee, work, date: unite.jour, duration: unite.minutes * 60 };
  const adopted = await findAdopted(round.client, given);
  const [method, path] =
    adopted === null ? (['POST', '/timesheet/line'] as const) : (['PUT', `/timesheet/line/${adopted}`] as const);
  const answer = await round.client.rest(method, path, { ...line, description: marque, uuid: ligne });
  if (answer.is === 'refused') return sayingWhy(answer.texte);
  const written = Written.safeParse(answer.json).data;
  // Its own uuid back: anything may carry a number.
  return written?.uuid === ligne
    ? { etat: 'sent', external_id: String(written.id), version: null }
    : { etat: 'doubtful' };
}

/**
 * A line that was typed over there under our mark, and is ours from then on: written in its place it takes our id, which their route
 * does not find. By its number only while it bears our mark and no id: a number may be given again.
 */
async function findAdopted(client: Client, { ligne, marque, external_id }: AWrite): Promise<number | null> {
  const id = idOf(external_id ?? '');
  if (id === null) return null;
  const domain = ['OR', ['uuid', '=', ligne], ['id', '=', id]];
  const rows = await client.search({ model: LINES.model, domain, fields: ['uuid', 'description'] });
  const standing = rows.flatMap(row => Standing.safeParse(row).data ?? []);
  const isAdopted = standing.every(({ uuid }) => !uuid) && standing.some(row => marqueOf(row.description) === marque);
  return isAdopted ? id : null;
}

/** A line that is missing is removed already: they answer the same. */
async function remove(client: Client, external_id: string): Promise<Issue> {
  const id = idOf(external_id);
  if (id === null) return { etat: 'removed' };
  const answer = await client.rest('DELETE', `/timesheet/line/${id}`);
  return answer.is === 'refused' ? sayingWhy(answer.texte) : { etat: 'removed' };
}

/** In their language: they know no other here. */
const sayingWhy = (texte: string): Issue => ({
  ...{ etat: 'refused', code: 'autre' },
  phrase: `Tryton refuse : ${oneLine(texte).slice(0, 250)}`,
});

async function tried(round: Round, work: () => Promise<Issue>): Promise<Issue> {
  try {
    const issue = await work();
    round.doubts = issue.etat === 'doubtful' ? round.doubts + 1 : 0;
    return issue;
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.is.word !== 'doubtful') throw error;
    round.doubts += error.cause instanceof OutboundFailed ? MAX_DOUBTS : 1;
    return { etat: 'doubtful' };
  }
}

async function findDays(client: Client, { personne, jours }: Recherche): Promise<LigneVue[]> {
  const id = idOf(personne);
  if (id === null) return [];
  const domain = [
    ['employee', '=', id],
    ['date', 'in', jours.map(toDate)],
  ];
  const found: LigneVue[] = [];
  for await (const { rows } of pages(client, { ...LINES, domain }, 0))
    for (const row of rows) {
      const vue = toLigneVue(row);
      if (!vue) throw new UpstreamError({ word: 'strange', sample: 'ligne de temps illisible' });
      found.push(vue);
    }
  return found;
}

async function* listDays(client: Client, { du, au }: { du: string; au: string }) {
  const domain = [
    ['date', '>=', toDate(du)],
    ['date', '<=', toDate(au)],
  ];
  for await (const { rows } of pages(client, { ...LINES, domain }, 0)) {
    const lignes = rows.map(toLigneVue).filter(vue => vue !== null);
    yield { lignes, illisibles: rows.length - lignes.length };
  }
}
