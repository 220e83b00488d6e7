import type { ReglagesPaie } from '#contract/paie.ts';
import type { Plage } from '#contract/temps.ts';
import type { MomentAbsence, MotifAbsence, TypePersonne, Zone } from '#contract/values.ts';

/** A pointage as pay reads it: the content that counts on its day. `zone_distance`: of its chantier, as the crow flies. */
export type Heures = {
  jour: string;
  chantier_id: string;
  minutes: number;
  plages: readonly Plage[];
  panier: boolean | null;
  zone: Zone | null;
  zone_distance: Zone | null;
};
export type Absence = { jour: string; moment: MomentAbsence; motif: MotifAbsence | null };
export type Main = { jour: string; rubrique: string; quantite: number };

export type Semaine = {
  /** Its Monday. */
  debut: string;
  personne: {
    type_personne: TypePersonne;
    /** Null: the horaire collectif. */
    horaire: readonly number[] | null;
    heures_sup_comprises: boolean;
    date_sortie: string | null;
  };
  heures: readonly Heures[];
  absences: readonly Absence[];
  /** Written by people: the rules leave those alone. */
  main: readonly Main[];
};
export type ReglagesLe = (jour: string) => ReglagesPaie;

/** A quantity that the rules find. */
export type Trouvee = {
  jour: string;
  rubrique: string;
  quantite: number;
  zone: Zone | null;
  chantier_id: string | null;
};

export type SemaineDe = { personne_id: string; debut: string };
/** As it stands: by the rules or by hand. */
export type Existante = Trouvee & { id: string; origine: 'auto' | 'main' };
export type Regularisee = { jour: string; rubrique: string; quantite: number };
/** A pointage with both of its contents: the one being entered, and the last that was validated. */
export type Pointage = Heures & {
  statut: 'brouillon' | 'soumis' | 'valide' | 'rejete';
  valide_minutes: number | null;
  valide_plages: Heures['plages'] | null;
};
export type SemaineLue = SemaineDe & {
  type_personne: TypePersonne;
  horaire: number[] | null;
  heures_sup_comprises: boolean;
  date_sortie: string | null;
  pointages: Pointage[];
  absences: { jour: string; moment: MomentAbsence; motif: MotifAbsence | null }[];
  variables: Existante[];
  regularisees: Regularisee[];
};

/** From a day on: everybody, one person, or whoever worked on one chantier. */
export type Since = { depuis: string; personne_id?: string | undefined; chantier_id?: string | undefined };
