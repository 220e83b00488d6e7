// Variables de paie, pay periods, and the settings of hours and law (domain.md §4: dated, never amounts in the code).
import { z } from 'zod';
import { ChangesQuery, deletionsInOrder, PageQuery } from './page.ts';
import { HeureLocale, HoraireSemaine, Mois } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
import { EtatPeriode, GroupeRubrique, PointPaie, TypePersonne, UniteRubrique, Zone } from './values.ts';

export const CodeRubrique = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/)
  .meta({ id: 'CodeRubrique', example: 'panier_repas' });

/** `une_par_jour`: a second one on the same day is refused. `automatique`: the rules write it too. `code_paie`: its name in pay. */
export const Rubrique = z
  .strictObject({
    code: CodeRubrique,
    version: z.int().min(1),
    libelle: z.string().max(100),
    groupe: GroupeRubrique,
    unite: UniteRubrique,
    portee: z.enum(['jour', 'affectation']),
    une_par_jour: z.boolean(),
    automatique: z.boolean(),
    active: z.boolean(),
    code_paie: z.string().max(50).nullable(),
  })
  .meta({ id: 'Rubrique' });
export type Rubrique = z.infer<typeof Rubrique>;
export const UpdateRubrique = z
  .strictObject({
    libelle: text(1, 100).meta({ title: 'Libellé' }),
    active: z.boolean().meta({ title: 'Employée' }),
    code_paie: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,50}$/)
      .nullable()
      .meta({ title: 'Code en paie', example: '4210' }),
  })
  .partial()
  .meta({ id: 'UpdateRubrique' });
export type UpdateRubrique = z.infer<typeof UpdateRubrique>;

/**
 * A quantity of a rubrique for a person and a day, in the unit of the rubrique (UniteRubrique: whole numbers). `auto`: from the
 * rules, written again when hours change; `main`: by a person, and then the rules leave that rubrique of that day alone.
 */
export const VariablePaie = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    matricule: z.string().max(50).nullable(),
    jour: Jour,
    rubrique: CodeRubrique,
    libelle: z.string().max(100),
    unite: UniteRubrique,
    quantite: z.int(),
    zone: Zone.nullable(),
    chantier_id: z.uuid().nullable(),
    origine: z.enum(['auto', 'main']),
    commentaire: z.string().max(500).nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'VariablePaie' });
export type VariablePaie = z.infer<typeof VariablePaie>;

const fields = {
  quantite: z.int().min(0).max(100_000_000).meta({ title: 'Quantité' }),
  zone: Zone.nullable().meta({ title: 'Zone' }),
  chantier_id: z.uuid().nullable().meta({ title: 'Chantier' }),
  commentaire: text(1, 500).nullable().meta({ title: 'Commentaire' }),
};
export const CreateVariable = z
  .strictObject({
    personne_id: z.uuid(),
    jour: Jour,
    rubrique: CodeRubrique,
    quantite: fields.quantite,
    zone: fields.zone.default(null),
    chantier_id: fields.chantier_id.default(null),
    commentaire: fields.commentaire.default(null),
  })
  .meta({ id: 'CreateVariable' });
export type CreateVariable = z.infer<typeof CreateVariable>;
export const UpdateVariable = z.strictObject(fields).partial().meta({ id: 'UpdateVariable' });
export type UpdateVariable = z.infer<typeof UpdateVariable>;
export const ListVariables = deletionsInOrder(
  ChangesQuery.extend({
    personne_id: z.uuid().optional(),
    du: Jour.optional(),
    au: Jour.optional(),
    rubrique: CodeRubrique.optional(),
    sort: z.enum(['jour', '-jour', 'changed']).default('jour'),
  }),
);
export type ListVariables = z.infer<typeof ListVariables>;

export const PeriodePaie = z
  .strictObject({
    mois: Mois,
    version: z.int().min(0),
    debut: Jour,
    fin: Jour,
    etat: EtatPeriode,
    cloturee_at: Instant.nullable(),
    cloturee_par: z.string().max(201).nullable(),
    reouvertures: z
      .array(z.strictObject({ at: Instant, par: z.string().max(201).nullable(), motif: z.string().max(500) }))
      .max(100),
  })
  .meta({ id: 'PeriodePaie' });
export type PeriodePaie = z.infer<typeof PeriodePaie>;
export const ByMois = z.strictObject({ mois: Mois });
export const RouvrirPeriode = z.strictObject({ motif: text(3, 500) }).meta({ id: 'RouvrirPeriode' });
export const CloturerPeriode = z
  .strictObject({
    malgre: z
      .boolean()
      .default(false)
      .meta({ description: 'Clôturer bien que « Prêt pour la paie ? » trouve à redire' }),
  })
  .meta({ id: 'CloturerPeriode' });

/** A correction of a closed period: a dated line of the next one; the closed one never changes (domain.md §4). */
export const Regularisation = z
  .strictObject({
    id: z.uuid(),
    at: Instant,
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    chantier_id: z.uuid().nullable(),
    jour: Jour.meta({ description: 'Le jour que cette ligne corrige' }),
    mois_origine: Mois,
    mois: Mois.meta({ description: 'La période qui la porte' }),
    rubrique: CodeRubrique,
    quantite: z.int().meta({ description: 'En plus ou en moins, dans l’unité de la rubrique' }),
    motif: z.string().max(500),
    auteur: z.string().max(201).nullable(),
  })
  .meta({ id: 'Regularisation' });
export type Regularisation = z.infer<typeof Regularisation>;
export const ListRegularisations = PageQuery.extend({ mois: Mois.optional(), personne_id: z.uuid().optional() });
export type ListRegularisations = z.infer<typeof ListRegularisations>;

const seuil = z.int().min(0).max(20_160);
/**
 * From `effet_du` on, until the next one. Thresholds in minutes. Each default names its source in docs/paie.md; the company's
 * accountant confirms them before the first pay.
 */
export const ReglagesPaie = z
  .strictObject({
    effet_du: Jour.meta({ title: 'À partir du' }),
    horaire: HoraireSemaine.meta({ title: 'Horaire collectif' }),
    debut_journee: HeureLocale.meta({ title: 'Début de la journée' }),
    pause_debut: HeureLocale.meta({ title: 'Début de la pause' }),
    pause_minutes: z.int().min(0).max(240).meta({ title: 'Durée de la pause (minutes)' }),
    seuil_semaine: seuil.meta({ title: 'Durée légale de la semaine' }),
    seuil_majoration_2: seuil.meta({ title: 'Fin des heures à 25 %' }),
    conges_dans_seuil: z.boolean().meta({ title: 'Les congés payés comptent dans le seuil' }),
    semaine_a_cheval: z.enum(['fin', 'debut']).meta({ title: 'Une semaine sur deux mois compte dans celui de' }),
    alsace_moselle: z.boolean().meta({ title: 'Jours fériés d’Alsace-Moselle' }),
    siege_latitude: z.number().min(-90).max(90).nullable().meta({ title: 'Latitude du siège' }),
    siege_longitude: z.number().min(-180).max(180).nullable().meta({ title: 'Longitude du siège' }),
    zones_km: z
      .array(z.int().min(1).max(200))
      .length(6)
      .meta({
        title: 'Fin de chaque zone (km à vol d’oiseau)',
        description: 'De 1A à 5',
        example: [5, 10, 20, 30, 40, 50],
      }),
    panier_minutes: seuil.meta({ title: 'Panier à partir de (minutes dans la journée)' }),
    nuit_debut: HeureLocale.meta({ title: 'Début de la nuit' }),
    nuit_fin: HeureLocale.meta({ title: 'Fin de la nuit' }),
    jour_max: seuil.meta({ title: 'Journée la plus longue' }),
    semaine_max: seuil.meta({ title: 'Semaine la plus longue' }),
    moyenne_max: seuil.meta({ title: 'Moyenne la plus longue sur 12 semaines' }),
    repos_jour: seuil.meta({ title: 'Repos entre deux journées' }),
    repos_semaine: seuil.meta({ title: 'Repos de la semaine' }),
    mineur_jour_max: seuil.meta({ title: 'Journée la plus longue d’un mineur' }),
    mineur_semaine_max: seuil.meta({ title: 'Semaine la plus longue d’un mineur' }),
    valider_les_siennes: z.boolean().meta({ title: 'On peut valider ses propres heures' }),
  })
  .meta({ id: 'ReglagesPaie' });
export type ReglagesPaie = z.infer<typeof ReglagesPaie>;
/** The one in force at `jour`, and every other one, latest first. */
export const ReglagesDates = z
  .strictObject({
    en_vigueur: ReglagesPaie,
    tous: z.array(ReglagesPaie.extend({ modifie_at: Instant, modifie_par: z.string().max(201).nullable() })).max(200),
  })
  .meta({ id: 'ReglagesDates' });
export type ReglagesDates = z.infer<typeof ReglagesDates>;
export const ReadReglages = z.strictObject({ jour: Jour.optional() });

/** What the month still lacks. `lignes` at most 500 of `n`. */
export const PretPourLaPaie = z
  .strictObject({
    mois: Mois,
    periode: PeriodePaie,
    pret: z.boolean(),
    personnes: z.int(),
    points: z
      .array(
        z.strictObject({
          code: PointPaie,
          bloquant: z.boolean(),
          n: z.int(),
          lignes: z
            .array(
              z.strictObject({
                personne_id: z.uuid().nullable(),
                nom: z.string().max(201).nullable(),
                chantier_id: z.uuid().nullable(),
                chantier: z.string().max(310).nullable(),
                semaine: z.string().max(8).nullable(),
                jours: z.array(Jour).max(31),
                minutes: z.int().nullable(),
              }),
            )
            .max(500),
        }),
      )
      .max(20),
  })
  .meta({ id: 'PretPourLaPaie' });
export type PretPourLaPaie = z.infer<typeof PretPourLaPaie>;

/** The month in pay: employés only (domain.md §4). */
export const MoisPaie = z
  .strictObject({
    mois: Mois,
    rubriques: z
      .array(
        z.strictObject({
          code: CodeRubrique,
          libelle: z.string().max(100),
          unite: UniteRubrique,
          groupe: GroupeRubrique,
        }),
      )
      .max(100),
    personnes: z
      .array(
        z.strictObject({
          personne_id: z.uuid(),
          nom: z.string().max(100),
          prenom: z.string().max(100),
          matricule: z.string().max(50).nullable(),
          type_personne: TypePersonne,
          minutes: z.int(),
          minutes_validees: z.int(),
          totaux: z.record(CodeRubrique, z.int()),
        }),
      )
      .max(2000),
  })
  .meta({ id: 'MoisPaie' });
export type MoisPaie = z.infer<typeof MoisPaie>;
