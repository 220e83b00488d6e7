// The people of an ERP, in words. Pure.
import type { LecturePersonnes, PersonneErp, TrouvePar } from '#contract/personne-erp.ts';
import { formatCount, formatSince } from '../../../lib/format.ts';

export const nameOf = ({ prenom, nom, external_id }: Pick<PersonneErp, 'prenom' | 'nom' | 'external_id'>): string =>
  [prenom, nom].filter(Boolean).join(' ') || external_id;

/** Beside a proposition: what they have in common. */
export const SAME: Record<TrouvePar, string> = {
  matricule: 'même matricule',
  email: 'même e-mail',
  nom: 'même nom',
  main: 'choisie ici',
  import: 'ajoutée depuis l’ERP',
};
/** Beside a link: how it was made. */
export const FOUND: Record<TrouvePar, string> = {
  matricule: 'reliée par le matricule',
  email: 'reliée par l’e-mail',
  nom: 'reliée par le nom',
  main: 'reliée à la main',
  import: 'ajoutée depuis l’ERP',
};

/** `3 à relier · 41 reliées · 2 ignorées · lues il y a 3 h`. `now` in milliseconds. */
export function sayLecture({ compte, lue_at, en_cours }: LecturePersonnes, now: number): string {
  const { a_relier, reliees, ignorees } = compte;
  return [
    `${formatCount(a_relier, 'personne', 'personnes')} à relier`,
    formatCount(reliees, 'reliée', 'reliées'),
    ...(ignorees > 0 ? [formatCount(ignorees, 'ignorée', 'ignorées')] : []),
    en_cours ? 'lecture en cours' : lue_at ? `lues ${formatSince(lue_at, now)}` : 'jamais lues',
  ].join(' · ');
}

export const isToLink = ({ personne_id, ignoree, actif, disparue_at }: PersonneErp): boolean =>
  personne_id === null && !ignoree && actif && disparue_at === null;

export function stateOf(personne: PersonneErp): { state: 'vert' | 'ambre' | 'gris'; word: string } {
  if (personne.personne_id) return { state: 'vert', word: 'Reliée' };
  if (personne.ignoree) return { state: 'gris', word: 'Ignorée' };
  if (personne.disparue_at) return { state: 'gris', word: 'Disparue de l’ERP' };
  if (!personne.actif) return { state: 'gris', word: 'Inactive dans l’ERP' };
  return { state: 'ambre', word: 'À relier' };
}
