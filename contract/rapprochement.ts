// The rapprochement: per person and day, what is validated here, what the ledger says, what the ERP holds.
import { z } from 'zod';
import { joursEntre } from './calendrier.ts';
import { Probleme } from './erp-link.ts';
import { Semaine } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
import { EtatLigneEnvoi, EtatRetrait, StatutRun, Verdict } from './values.ts';

/** Everything over there is read, of all these days. */
export const MAX_JOURS_RAPPROCHEMENT = 92;

export const StartRapprochement = z
  .strictObject({ link_id: z.uuid(), du: Jour, au: Jour })
  .refine(({ du, au }) => du <= au, { path: ['au'], message: 'La fin précède le début' })
  .refine(({ du, au }) => joursEntre(du, au) < MAX_JOURS_RAPPROCHEMENT, {
    path: ['au'],
    message: `${MAX_JOURS_RAPPROCHEMENT} jours au plus`,
  })
  .meta({ id: 'StartRapprochement' });
export type StartRapprochement = z.infer<typeof StartRapprochement>;

export const RapprochementRun = z
  .strictObject({
    id: z.uuid(),
    link_id: z.uuid(),
    du: Jour,
    au: Jour,
    statut: StatutRun,
    demande: z.enum(['automatique', 'manuelle']),
    demande_par: z.string().max(210).nullable(),
    lues: z.int().meta({ description: 'Saisies lues dans l’ERP' }),
    illisibles: z.int().meta({ description: 'Saisies que le hub n’a pas su lire' }),
    ecarts: z.int().meta({ description: 'Cases où il reste quelque chose à faire' }),
    probleme: Probleme.nullable(),
    prochain_essai_at: Instant.nullable(),
    created_at: Instant,
    finished_at: Instant.nullable(),
  })
  .meta({ id: 'RapprochementRun' });
export type RapprochementRun = z.infer<typeof RapprochementRun>;

export const RapprochementQuery = z.strictObject({ link_id: z.uuid(), semaine: Semaine });
const Cellule = z.strictObject({
  jour: Jour,
  verdict: Verdict.nullable().meta({
    description: 'null : rien à comparer (rien de validé ni d’envoyé, ou avant le premier jour envoyé)',
  }),
  minutes: z.int().meta({ description: 'Validées ici' }),
  minutes_erp: z.int().nullable().meta({ description: 'Là-bas ; null : pas encore comparé' }),
  non_validees: z.int().meta({ description: 'Minutes qui attendent leur validation' }),
  reparable: z.boolean(),
});
/** A row without `personne_id` is somebody that the ERP alone knows. */
export const Rapprochement = z
  .strictObject({
    link_id: z.uuid(),
    semaine: Semaine,
    compare_at: Instant.nullable().meta({ description: 'Dernière comparaison de cette semaine' }),
    run: RapprochementRun.nullable(),
    personnes: z
      .array(
        z.strictObject({
          personne_id: z.uuid().nullable(),
          external_id: z.string().max(200).nullable(),
          personne: z.string().max(210),
          minutes: z.int(),
          minutes_erp: z.int().nullable(),
          jours: z.array(Cellule).length(7),
        }),
      )
      .max(2000),
    totaux: z.partialRecord(Verdict, z.int()),
  })
  .meta({ id: 'Rapprochement' });
export type Rapprochement = z.infer<typeof Rapprochement>;

const Reparation = z.enum(['envoyer', 'retirer', 'remplacer', 'adopter']).meta({ id: 'Reparation' });
export type Reparation = z.infer<typeof Reparation>;

/** One person: ours, or one that the ERP alone knows. */
export const CelluleQuery = z
  .strictObject({
    link_id: z.uuid(),
    jour: Jour,
    personne_id: z.uuid().optional(),
    external_id: text(1, 200).optional(),
  })
  .refine(({ personne_id, external_id }) => (personne_id === undefined) !== (external_id === undefined), {
    path: ['personne_id'],
    message: 'Donner personne_id ou external_id',
  });
export type CelluleQuery = z.infer<typeof CelluleQuery>;
/** Both sides of one cell. */
export const CelluleRapprochement = z
  .strictObject({
    verdict: Verdict.nullable(),
    explication: z.string().max(500).meta({ description: 'Ce qui s’est passé, et quoi faire' }),
    reparation: Reparation.nullable(),
    derniere_reparation: z
      .strictObject({
        id: z.uuid(),
        reparation: Reparation,
        etat: z.enum(['waiting', 'running', 'done', 'refused']),
        raison: z.string().max(500).nullable(),
        export_id: z.uuid().nullable().meta({ description: 'L’envoi qui la fait' }),
        par: z.string().max(210).nullable(),
        created_at: Instant,
        finished_at: Instant.nullable(),
      })
      .nullable(),
    ici: z
      .array(
        z.strictObject({
          ligne_id: z.uuid().nullable(),
          marque: z.string().max(20).nullable(),
          pointage_id: z.uuid().nullable(),
          chantier: z.string().max(310).nullable(),
          minutes: z.int(),
          debut: z.string().max(5).nullable(),
          fin: z.string().max(5).nullable(),
          etat: EtatLigneEnvoi.nullable(),
          retrait: EtatRetrait.nullable(),
          verdict: Verdict.nullable(),
        }),
      )
      .max(200),
    la_bas: z
      .array(
        z.strictObject({
          external_id: z.string().max(200),
          marque: z.string().max(20).nullable(),
          chantier: z.string().max(310).nullable(),
          minutes: z.int(),
          debut: z.string().max(5).nullable(),
          fin: z.string().max(5).nullable(),
          ligne_id: z.uuid().nullable().meta({ description: 'La ligne d’envoi dont c’est la saisie' }),
          en_trop: z.boolean(),
        }),
      )
      .max(200),
  })
  .meta({ id: 'CelluleRapprochement' });
export type CelluleRapprochement = z.infer<typeof CelluleRapprochement>;

export const Reparer = z
  .strictObject({
    link_id: z.uuid(),
    jour: Jour,
    personne_id: z.uuid(),
    /** What the person saw and agreed to: another one by now is refused. */
    reparation: Reparation,
  })
  .meta({ id: 'Reparer' });
export type Reparer = z.infer<typeof Reparer>;

export const ReparationDemandee = z
  .strictObject({ id: z.uuid(), reparation: Reparation, etat: z.enum(['waiting', 'running', 'done', 'refused']) })
  .meta({ id: 'ReparationDemandee' });
export type ReparationDemandee = z.infer<typeof ReparationDemandee>;
