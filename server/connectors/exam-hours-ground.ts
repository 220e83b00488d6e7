// What the exam asks of a ground about hours, and how an engine would go about a day: send, look up what is doubtful, and again.
import { expect } from 'vitest';
import { UpstreamError } from '#platform/upstream.ts';
import type { EcritureJour, ErpSession, HeuresJour, IssuesJour, LigneVue, UniteHeures } from './connector.ts';

/** What may befall a write: done or not, and said or not. */
export const WRITE_TROUBLES = {
  answer_lost: 'doubtful',
  answer_late: 'doubtful',
  answer_truncated: 'doubtful',
  done_then_500: 'doubtful',
  done_said_as_error: 'doubtful',
  request_lost: 'doubtful',
  error: 'doubtful',
  error_html: 'doubtful',
  too_many: 'busy',
  too_many_html: 'busy',
  maintenance: 'busy',
  credentials: 'denied',
  rights: 'denied',
} as const;
export type WriteTrouble = keyof typeof WRITE_TROUBLES;
/** Troubles after which the ERP holds what was written, though nobody could know. */
export const DONE_ALL_THE_SAME: readonly WriteTrouble[] = [
  'answer_lost',
  'answer_truncated',
  'done_then_500',
  'done_said_as_error',
];

/** What their own store says of one entry. */
export type Stored = Omit<LigneVue, 'version'>;
export type HoursGround = {
  /** People who may have hours there: at least four. */
  personnes: string[];
  /** Open chantiers: at least two. */
  chantiers: string[];
  /** Names that no log may quote. */
  names: string[];
  nobody: string;
  nowhere: string;
  /** The next writes of hours, as many as said. */
  writeTrouble(what: WriteTrouble, times: number): Promise<void>;
  /** Everything that is over there, whoever wrote it; read behind the connector's back. */
  entries(): Promise<Stored[]>;
  /** By hand over there: the hours of one entry, or a new entry of somebody. */
  edit(external_id: string): Promise<void>;
  remove(external_id: string): Promise<void>;
  /** A chantier that takes hours no more, by its id. */
  close(): Promise<string>;
  /** Absent where the exam says `locks: false`. */
  lock?(personne: string, jour: string): Promise<void>;
};

export type Heures = NonNullable<ErpSession['heures']>;
export const HORAIRE = { debut: '07:30', pause_debut: '12:00', pause_minutes: 60 };
/** A Tuesday; the day before, a night crosses into it. */
export const JOUR = '2026-11-24';

type Line = EcritureJour['ecrire'][number];
let numbers = 0;
/** A row of the ledger, before it leaves. */
export function toLine(unite: UniteHeures): Line {
  numbers += 1;
  const marque = `HC-${(36 ** 3 + numbers).toString(36).toUpperCase()}`;
  return { ligne: crypto.randomUUID(), marque, unite, external_id: null, version: null };
}

export const dayOf = (lignes: Partial<HeuresJour['lignes'][number]>[], jour = JOUR): HeuresJour => ({
  jour,
  horaire: HORAIRE,
  lignes: lignes.map((ligne, index) => ({
    ...{ cle: `p${index}`, chantier: '', minutes: 0, plages: [], zone: null, panier: null },
    ...ligne,
  })),
});

/** What the ledger holds once all is done: each line with the id of its entry. */
export type Ledger = { personne: string; lines: Map<string, Line & { external_id: string | null }> };

type Doing = { heures: Heures; personne: string; jour: string; retirer?: EcritureJour['retirer'] };

/** As the engine goes on: what was not called leaves again, what is doubtful is looked for by its mark, nothing is guessed. */
export async function untilDone(doing: Doing, lines: readonly Line[]): Promise<Map<string, string>> {
  const { heures, personne, jour } = doing;
  const done = new Map<string, string>();
  const doubtful = new Set<string>();
  let retirer = doing.retirer ?? [];
  const depuis = new Date(Date.now() - 120_000).toISOString();
  for (let tries = 0; tries < 60; tries += 1) {
    if (doubtful.size > 0 && !(await settle({ heures, personne, lines, depuis }, done, doubtful))) continue;
    const ecrire = lines.filter(({ ligne }) => !done.has(ligne));
    if (ecrire.length === 0 && retirer.length === 0) return done;
    const { issues } = await heures.push({ personne, jour, retirer, ecrire });
    for (const issue of issues) {
      if (issue.etat === 'sent') done.set(issue.ligne, issue.external_id);
      // Asked again, a removal that was done is gone: nothing to look up.
      else if (issue.etat === 'removed') retirer = retirer.filter(({ ligne }) => ligne !== issue.ligne);
      else if (issue.etat === 'doubtful' && !retirer.some(({ ligne }) => ligne === issue.ligne))
        doubtful.add(issue.ligne);
      else if (issue.etat === 'refused') throw new Error(`refused: ${issue.code}`);
    }
  }
  throw new Error('never came to an end');
}

type Settling = Pick<Doing, 'heures' | 'personne'> & { lines: readonly Line[]; depuis: string };

async function settle(of: Settling, done: Map<string, string>, doubtful: Set<string>): Promise<boolean> {
  try {
    const jours = [...new Set(of.lines.map(({ unite }) => unite.jour))];
    const lignes = of.lines.map(({ marque, unite }) => ({ ...unite, marque, external_id: null }));
    const seen = await of.heures.find({ personne: of.personne, jours, depuis: of.depuis, lignes });
    for (const { ligne, marque } of of.lines) {
      const found = seen.filter(one => one.marque === marque);
      if (found.length > 1) throw new Error('written twice');
      if (found[0]) done.set(ligne, found[0].external_id);
    }
    doubtful.clear();
    return true;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return false;
  }
}

/** Oracle: each line stands exactly once, under its mark, with its hours; `others` stand there too. */
export async function expectStands(ground: HoursGround, personne: string, lines: readonly Line[]): Promise<void> {
  const stored = (await ground.entries()).filter(one => one.marque !== null && one.personne === personne);
  const expected = lines.map(({ marque, unite: { chantier, jour, minutes, debut, fin } }) => ({
    ...{ marque, personne, chantier, jour, minutes, debut, fin },
  }));
  const byMark = (x: { marque: string | null }, y: { marque: string | null }) => (x.marque! < y.marque! ? -1 : 1);
  expect(stored.map(({ external_id, ...one }) => one).toSorted(byMark)).toEqual(expected.toSorted(byMark));
}

/** Issues by state, in the order of the call. */
export const statesOf = ({ issues }: IssuesJour): string[] => issues.map(issue => issue.etat);
