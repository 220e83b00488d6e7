// Every closed list of the domain, once, with the word a person reads.
import { z } from 'zod';

const labels = <const T extends Record<string, string>>(table: T) => table;
const keys = <T extends Record<string, string>>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

export const ROLES = labels({
  administrateur: 'Administrateur',
  conducteur: 'Conducteur de travaux',
  chef_chantier: 'Chef de chantier',
  compagnon: 'Compagnon',
});
export const Role = z.enum(keys(ROLES)).meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const TYPES_PERSONNE = labels({
  employe: 'Employé',
  interimaire: 'Intérimaire',
  sous_traitant: 'Sous-traitant',
});
export const TypePersonne = z.enum(keys(TYPES_PERSONNE)).meta({ id: 'TypePersonne' });
export type TypePersonne = z.infer<typeof TypePersonne>;

export const STATUTS_CHANTIER = labels({
  ouvert: 'Ouvert',
  en_cours: 'En cours',
  receptionne: 'Réceptionné',
  ferme: 'Fermé',
});
export const StatutChantier = z.enum(keys(STATUTS_CHANTIER)).meta({ id: 'StatutChantier' });
export type StatutChantier = z.infer<typeof StatutChantier>;

export const TYPES_TRAVAUX = labels({
  construction_neuve: 'Construction neuve',
  renovation: 'Rénovation',
  renovation_energetique: 'Rénovation énergétique',
});
export const TypeTravaux = z.enum(keys(TYPES_TRAVAUX)).meta({ id: 'TypeTravaux' });

export const ROLES_CHANTIER = labels({ conducteur: 'Conducteur', chef: 'Chef', ouvrier: 'Ouvrier' });
export const RoleChantier = z.enum(keys(ROLES_CHANTIER)).meta({ id: 'RoleChantier' });
export type RoleChantier = z.infer<typeof RoleChantier>;

export const STATUTS_CLE = labels({
  active: 'Active',
  expire_bientot: 'Expire bientôt',
  expiree: 'Expirée',
  revoquee: 'Révoquée',
});
export const StatutCle = z.enum(keys(STATUTS_CLE)).meta({ id: 'StatutCle' });
export type StatutCle = z.infer<typeof StatutCle>;

export const MOTIFS_LIEN = labels({
  premiere_connexion: 'Première connexion',
  invitation: 'Invitation',
  mot_de_passe_oublie: 'Mot de passe oublié',
});
export const MotifLien = z.enum(keys(MOTIFS_LIEN)).meta({ id: 'MotifLien' });
export type MotifLien = z.infer<typeof MotifLien>;
