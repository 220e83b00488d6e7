// What a reading of an ERP is worth saying of: its state, its parts, its milestones. Pure.
import type { Import } from '#contract/import.ts';
import { type ActionLigne, GENRES_IMPORT, MOTS_PROBLEME, STATUTS_RUN } from '#contract/values.ts';
import { formatCount, formatNumber } from '../../../lib/format.ts';
import type { LinkState } from '../../../ui/erp/link-state.ts';
import { spokenName } from '../../../ui/erp/link-state.ts';
import type { State } from '../../../ui/state-mark.tsx';

export const isOver = ({ statut }: Pick<Import, 'statut'>): boolean =>
  statut === 'succeeded' || statut === 'partial' || statut === 'failed' || statut === 'cancelled';

export type PartKey = 'created' | 'updated' | 'linked' | 'unchanged' | 'skipped' | 'set_aside';
export type Part = {
  key: PartKey | 'to_map' | 'hidden' | 'gone';
  name: string;
  count: number;
  action: ActionLigne | null;
};

const DONE: Record<Part['key'], string> = {
  created: 'Créés',
  updated: 'Modifiés',
  linked: 'Reliés à l’existant',
  unchanged: 'Inchangés',
  skipped: 'Hors période',
  set_aside: 'Mis de côté',
  to_map: 'Statut à relier',
  hidden: 'Masqués dans l’ERP',
  gone: 'Supprimés dans l’ERP',
};
const PLANNED: Partial<Record<Part['key'], string>> = {
  created: 'À créer',
  updated: 'À modifier',
  linked: 'À relier à l’existant',
  unchanged: 'Déjà à jour',
};

const BAR: PartKey[] = ['created', 'updated', 'linked', 'unchanged', 'skipped', 'set_aside'];
const BESIDE = ['to_map', 'hidden', 'gone'] as const;
/** Unchanged records leave no line: there is nothing to read in them. */
const partOf = (run: Import, key: Part['key']): Part => ({
  key,
  name: (run.genre === 'apercu' ? PLANNED[key] : undefined) ?? DONE[key],
  count: run.compte[key],
  action: key === 'unchanged' ? null : key,
});

/** The parts that make up `read`, in the order of the bar. */
export const barParts = (run: Import): Part[] => BAR.map(key => partOf(run, key));
/** Counted among the others, or not read at all: beside the bar, and only when there are any. */
export const besideParts = (run: Import): Part[] =>
  BESIDE.map(key => partOf(run, key)).filter(({ count }) => count > 0);

/** From 0 to 1; null when the ERP did not announce how many, or announced too few. */
export function progressOf({ annonces, compte, statut }: Import): number | null {
  if (statut === 'succeeded' || statut === 'partial') return 1;
  if (annonces === null || annonces === 0 || annonces < compte.read) return null;
  return compte.read / annonces;
}

const STATES: Record<Import['statut'], State> = {
  waiting: 'gris',
  running: 'gris',
  paused: 'gris',
  parked: 'rouge',
  cancelled: 'gris',
  succeeded: 'vert',
  partial: 'ambre',
  failed: 'rouge',
};

export function stateOfRun(run: Import): { state: State; word: string } {
  if (run.annule_at) return { state: 'gris', word: 'Retiré' };
  if (run.question) return { state: 'ambre', word: 'Attend votre réponse' };
  return {
    state: run.statut === 'waiting' && run.probleme ? 'ambre' : STATES[run.statut],
    word: STATUTS_RUN[run.statut],
  };
}

/** The trouble of an open or failed run: what it is, and what the hub says of it. */
export function troubleOfRun(run: Import): (Pick<LinkState, 'state'> & { title: string; phrase: string }) | null {
  if (!run.probleme || run.statut === 'succeeded' || run.statut === 'cancelled') return null;
  const { mot, phrase } = run.probleme;
  const state = run.statut === 'failed' || run.statut === 'parked' ? 'rouge' : 'ambre';
  return { state, title: MOTS_PROBLEME[mot], phrase };
}

/** The parts in a sentence: one, several. */
const SAID: Record<Exclude<Part['key'], 'unchanged'>, [one: string, many: string]> = {
  created: ['créé', 'créés'],
  updated: ['modifié', 'modifiés'],
  linked: ['relié à l’existant', 'reliés à l’existant'],
  skipped: ['hors période', 'hors période'],
  set_aside: ['mis de côté', 'mis de côté'],
  to_map: ['dont le statut reste à relier', 'dont le statut reste à relier'],
  hidden: ['masqué dans l’ERP', 'masqués dans l’ERP'],
  gone: ['supprimé dans l’ERP', 'supprimés dans l’ERP'],
};
const SAID_PLANNED: Partial<typeof SAID> = {
  created: ['à créer', 'à créer'],
  updated: ['à modifier', 'à modifier'],
  linked: ['à relier à l’existant', 'à relier à l’existant'],
};

function inWords(run: Import, { key, count }: Part): string[] {
  if (count === 0 || key === 'unchanged') return [];
  const [one, many] = (run.genre === 'apercu' ? SAID_PLANNED[key] : undefined) ?? SAID[key];
  return [formatCount(count, one, many)];
}

/** One sentence of what a finished reading did. */
export function sumUp(run: Import): string {
  const read = formatCount(run.compte.read, 'chantier lu', 'chantiers lus');
  const parts = [...barParts(run), ...besideParts(run)].flatMap(part => inWords(run, part));
  return parts.length > 0 ? `${read} : ${parts.join(', ')}.` : `${read}, rien de nouveau.`;
}

const EVERY = 0.25;

/** Read out by a screen reader: the quarters of the way and the ends, never each page. */
export function announce(run: Import): string {
  const what = `${GENRES_IMPORT[run.genre]}, ${spokenName({ nom: run.link_nom, simulateur: run.simulateur })}`;
  if (isOver(run)) return `${what} : ${STATUTS_RUN[run.statut].toLowerCase()}. ${sumUp(run)}`;
  if (run.question) return `${what} : attend votre réponse.`;
  const trouble = troubleOfRun(run);
  if (trouble) return `${what} : ${trouble.phrase}`;
  if (run.statut !== 'running') return `${what} : ${STATUTS_RUN[run.statut].toLowerCase()}.`;
  const progress = progressOf(run);
  if (progress === null) return `${what} : en cours.`;
  return `${what} : ${formatNumber(Math.floor(progress / EVERY) * EVERY * 100)} % lus.`;
}
