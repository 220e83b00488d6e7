// The week typed at a keyboard: chantiers × days, each cell as it was written. Pure.
import { jourDeSemaine, joursDe, sommeDesPlages } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import { formatMinutes, parseHours } from '../../../lib/format.ts';
import type { ItemLot } from '../attente/rules.ts';
import { type Ligne, ligneOf, newLigne } from '../jour/day-rules.ts';

export type RangeeChantier = { id: string; nom: string; code: string; couleur: string };
/** What the editor of a cell says besides the minutes. */
export type Precisions = Pick<Ligne, 'plages' | 'panier' | 'zone' | 'commentaire'>;
/** A cell as it was typed. Without `precisions`, what it holds besides its minutes stays. */
export type Saisie = { texte: string; precisions?: Precisions };
/** What was typed and not saved, by cell. */
export type Brouillons = Readonly<Record<string, Saisie>>;

export const cellOf = (chantier_id: string, jour: string): string => `${chantier_id} ${jour}`;

/** The chantiers of the week, those proposed by the planning, and those added by hand. */
export function rowsOf(feuille: FeuilleHeures, added: readonly RangeeChantier[]): RangeeChantier[] {
  const known = [...feuille.pointages, ...feuille.proposes].map(one => ({
    id: one.chantier_id,
    nom: one.chantier_nom,
    code: one.chantier_code,
    couleur: one.couleur,
  }));
  return [...new Map([...known, ...added].map(row => [row.id, row])).values()];
}

export const pointageAt = (feuille: FeuilleHeures, chantier_id: string, jour: string): Pointage | undefined =>
  feuille.pointages.find(pointage => pointage.chantier_id === chantier_id && pointage.jour === jour);

/** As a person would type it: `7 h 20`. */
export const written = (minutes: number): string => formatMinutes(minutes).replaceAll('\u00a0', ' ');

const DAY_MINUTES = 1440;
/** Null: unreadable, or no length of a day. Empty is no work. */
export function readCell(text: string): number | null {
  if (text.trim() === '') return 0;
  const minutes = parseHours(text);
  return minutes !== null && minutes <= DAY_MINUTES ? minutes : null;
}

export type Changement = { item: ItemLot; pointage: Pointage | undefined };

const contentOf = ({ plages, panier, zone, commentaire }: Precisions, minutes: number, jour: string) => ({
  minutes,
  // Other minutes than its stretches add up to: the duration alone stands.
  plages: sommeDesPlages(jour, plages) === minutes ? plages : [],
  panier,
  zone,
  commentaire: commentaire?.trim() || null,
});

/** Null: it says what is there already. */
function itemOf(
  { precisions }: Saisie,
  minutes: number,
  { pointage, jour }: { pointage?: Pointage | undefined; jour: string },
) {
  if (minutes === 0) return pointage ? { supprimer: true as const } : null;
  if (!precisions) return minutes === pointage?.minutes ? null : { minutes, plages: [] };
  const content = contentOf(precisions, minutes, jour);
  const same =
    pointage && JSON.stringify(content) === JSON.stringify(contentOf(ligneOf(pointage), pointage.minutes, jour));
  return same ? null : content;
}

/** What the typed cells change, and which of them cannot be read. */
export function changesOf(feuille: FeuilleHeures, brouillons: Brouillons): { changes: Changement[]; wrong: string[] } {
  const changes: Changement[] = [];
  const wrong: string[] = [];
  for (const [cell, saisie] of Object.entries(brouillons)) {
    const [chantier_id, jour] = cell.split(' ') as [string, string];
    const pointage = pointageAt(feuille, chantier_id, jour);
    const minutes = readCell(saisie.texte);
    const item = minutes === null ? null : itemOf(saisie, minutes, { pointage, jour });
    const place = { personne_id: feuille.personne_id, chantier_id, jour };
    const version = pointage ? { version: pointage.version } : {};
    if (minutes === null) wrong.push(cell);
    else if (item) changes.push({ item: { ...place, ...version, ...item }, pointage });
  }
  return { changes, wrong };
}

/** What still waits to be submitted, as it stands. */
export const toSubmit = (feuille: FeuilleHeures): ItemLot[] =>
  feuille.pointages
    .filter(({ statut }) => statut === 'brouillon' || statut === 'rejete')
    .map(({ personne_id, chantier_id, jour, version, minutes, plages }) => ({
      personne_id,
      chantier_id,
      jour,
      version,
      minutes,
      plages,
    }));

/** Somebody else's hours once submitted, and anybody's once validated, change for a reason. */
export const asksReason = (changes: readonly Changement[], own: boolean): boolean =>
  changes.some(({ pointage }) => pointage?.statut === 'valide' || (!own && pointage?.statut === 'soumis'));

export function totals(feuille: FeuilleHeures, rows: readonly RangeeChantier[], brouillons: Brouillons): number[] {
  return joursDe(feuille.semaine).map(jour =>
    rows.reduce((sum, { id }) => {
      const typed = brouillons[cellOf(id, jour)];
      const minutes = typed === undefined ? pointageAt(feuille, id, jour)?.minutes : readCell(typed.texte);
      return sum + (minutes ?? 0);
    }, 0),
  );
}

const USUAL = 420;

/** A cell as its editor begins with it: what was typed, else what is entered, else what is planned, else a usual day. */
export function ligneAt(
  feuille: FeuilleHeures,
  row: RangeeChantier,
  { jour, saisie }: { jour: string; saisie: Saisie | undefined },
): Ligne {
  const pointage = pointageAt(feuille, row.id, jour);
  const proposed = feuille.proposes.find(one => one.chantier_id === row.id && one.jour === jour);
  const usual = newLigne(row, feuille.horaire[jourDeSemaine(jour) - 1] || USUAL);
  const start: Ligne = pointage ? ligneOf(pointage) : { ...usual, ...proposed };
  const ligne = { ...start, ...saisie?.precisions };
  const typed = saisie ? readCell(saisie.texte) : null;
  const minutes = typed || ligne.minutes;
  return { ...ligne, minutes, plages: sommeDesPlages(jour, ligne.plages) === minutes ? ligne.plages : [] };
}

/** Whether a cell says more than its minutes. */
export const saysMore = (ligne: Pick<Pointage, keyof Precisions> | undefined): boolean =>
  ligne !== undefined &&
  (ligne.plages.length > 0 || ligne.panier !== null || ligne.zone !== null || Boolean(ligne.commentaire));
