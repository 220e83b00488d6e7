// Decisions on people: pure, no database, no clock.
import type { Personne, UpdatePersonne } from '#contract/personne.ts';

/** Names of the fields that really change: sending the same thing twice is not a change. */
export function changedFields(before: Personne, after: UpdatePersonne): (keyof UpdatePersonne)[] {
  const names = Object.keys(after) as (keyof UpdatePersonne)[];
  return names.filter(name => after[name] !== undefined && !same(after[name], before[name]));
}

/** Lists (métiers, horaire) count by what they hold. */
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** « Maçon, maçon » is one métier, in its first writing. */
export const distinctMetiers = (metiers: readonly string[]): string[] =>
  metiers.filter((metier, n) => metiers.findIndex(other => folded(other) === folded(metier)) === n);

/** Accents and case do not count between names. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Nobody leaves before he came. */
export const datesFit = ({ date_entree, date_sortie }: Pick<Personne, 'date_entree' | 'date_sortie'>): boolean =>
  date_entree === null || date_sortie === null || date_entree <= date_sortie;

type Powers = Pick<Personne, 'role' | 'active'>;
const governs = ({ role, active }: Powers): boolean => role === 'administrateur' && active;

/** Whether this change takes an active administrateur away: then another one must remain. */
export const losesAdministrateur = (before: Powers, after: Powers): boolean => governs(before) && !governs(after);

/** An agency belongs to an intérimaire, and only to him. */
export const agenceFits = ({ type_personne, agence }: Pick<Personne, 'type_personne' | 'agence'>): boolean =>
  (type_personne === 'interimaire') === (agence !== null);

type Contacts = Pick<Personne, 'role' | 'email' | 'telephone'>;
/** Whoever has neither e-mail nor telephone cannot sign in. */
export const isReachable = ({ email, telephone }: Omit<Contacts, 'role'>): boolean =>
  email !== null || telephone !== null;

/** Taking his last contact away from an administrateur would lock him out as surely as deactivating him. */
export const losesContact = (before: Contacts, after: Contacts): boolean =>
  after.role === 'administrateur' && isReachable(before) && !isReachable(after);

export type Rights = Pick<Personne, 'role' | 'gestionnaire_paie' | 'active'>;
const seesPay = ({ gestionnaire_paie, active }: Rights): boolean => active && gestionnaire_paie;

/** Whether somebody would govern the hub, or see everybody's pay, who did not before. */
export const gainsPower = (before: Rights | null, after: Rights): boolean =>
  (governs(after) && !(before && governs(before))) || (seesPay(after) && !(before && seesPay(before)));
