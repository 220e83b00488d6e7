// A feuille d'heures: the week of a person, submitted, validated or rejected, signed, contested. settled.md 25 and 26.
import { z } from 'zod';
import { AbsenceJour } from './absence.ts';
import { ChangementPointage, Plages, Pointage } from './pointage.ts';
import { HoraireSemaine, Semaine } from './temps.ts';
import { Instant, Jour, text } from './text.ts';
import { CodeAlerte, MomentAbsence, StatutPointage, TypePersonne } from './values.ts';

/** Which pointages a bulk gesture takes: named one by one, or all that the caller may of these feuilles. */
const cibles = {
  pointages: z.array(z.uuid()).max(5000).default([]),
  feuilles: z.array(z.uuid()).max(500).default([]),
};
/** A pointage as the screen showed it. */
const vus = z
  .array(z.strictObject({ id: z.uuid(), version: z.int().min(1).max(1_000_000_000) }))
  .max(5000)
  .optional()
  .meta({
    description:
      'Ce qui était à l’écran : un pointage qui n’y est pas, ou qui a changé depuis, est refusé (precondition.failed)',
  });
export const SoumettrePointages = z.strictObject(cibles).meta({ id: 'SoumettrePointages' });
export const ValiderPointages = z.strictObject({ ...cibles, vus }).meta({ id: 'ValiderPointages' });
export const RejeterPointages = z
  .strictObject({ ...cibles, vus, motif: text(3, 500) })
  .meta({ id: 'RejeterPointages' });
export type ViserPointages = z.infer<typeof ValiderPointages>;
export type RejeterPointages = z.infer<typeof RejeterPointages>;

export const Alerte = z
  .strictObject({
    code: CodeAlerte,
    personne_id: z.uuid(),
    jour: Jour.nullable(),
    semaine: z.string().max(8),
    minutes: z.int().nullable(),
    plafond: z.int().nullable(),
  })
  .meta({ id: 'Alerte' });
export type Alerte = z.infer<typeof Alerte>;

/** What the gesture did; `refuses` says of each other one why (a code of the error pages). */
export const ResultatGeste = z
  .strictObject({
    faits: z.int(),
    deja: z.int(),
    refuses: z.array(z.strictObject({ pointage_id: z.uuid(), code: z.string().max(60) })).max(5000),
    feuilles: z.int().meta({ description: 'Feuilles devenues validées par ce geste' }),
    alertes: z.array(Alerte).max(5000),
  })
  .meta({ id: 'ResultatGeste' });
export type ResultatGeste = z.infer<typeof ResultatGeste>;

/** `caduque`: the hours changed after it; both contents are in the history. `refus`: he would not sign, and why. */
export const Signature = z
  .strictObject({
    at: Instant,
    par: z.uuid().nullable(),
    appareil: z.string().max(200),
    refus: z.string().max(500).nullable(),
    caduque: z.boolean(),
  })
  .meta({ id: 'Signature' });
export const Contestation = z
  .strictObject({
    at: Instant,
    commentaire: z.string().max(500),
    reponse: z.string().max(500).nullable(),
    reponse_at: Instant.nullable(),
  })
  .meta({ id: 'Contestation' });

/**
 * A person's week, as far as the reader may see: `autres_minutes` is what lies on chantiers he does not. Null `id`: nothing
 * is entered yet. `empreinte`: what a signature signs.
 */
export const FeuilleHeures = z
  .strictObject({
    id: z.uuid().nullable(),
    version: z.int().min(0),
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    type_personne: TypePersonne,
    semaine: z.string().max(8),
    debut: Jour,
    fin: Jour,
    statut: StatutPointage.nullable().meta({ description: 'null : rien n’est saisi' }),
    minutes: z.int(),
    autres_minutes: z.int(),
    horaire: HoraireSemaine,
    cloturee: z.boolean().meta({ description: 'Un jour au moins est dans une période de paie clôturée' }),
    pointages: z.array(Pointage).max(200),
    absences: z.array(AbsenceJour).max(14),
    proposes: z
      .array(
        z.strictObject({
          affectation_id: z.uuid(),
          chantier_id: z.uuid(),
          chantier_code: z.string().max(50),
          chantier_nom: z.string().max(255),
          couleur: z.string().max(7),
          jour: Jour,
          minutes: z.int(),
          plages: Plages,
        }),
      )
      .max(100)
      .meta({ description: 'Du planning, pas encore saisi' }),
    signature: Signature.nullable(),
    contestation: Contestation.nullable(),
    empreinte: z.string().max(64).nullable(),
    alertes: z.array(Alerte).max(50),
    peut: z
      .strictObject({
        saisir: z.boolean(),
        valider: z.boolean(),
        signer: z.boolean(),
        contester: z.boolean(),
      })
      .meta({ description: 'Ce que celui qui lit peut faire' }),
  })
  .meta({ id: 'FeuilleHeures' });
export type FeuilleHeures = z.infer<typeof FeuilleHeures>;

export const ByFeuille = z.strictObject({ personne_id: z.uuid(), semaine: Semaine });

/** One row of the week screen. */
export const LigneSemaine = z
  .strictObject({
    personne_id: z.uuid(),
    nom: z.string().max(100),
    prenom: z.string().max(100),
    type_personne: TypePersonne,
    metiers: z.array(z.string().max(60)).max(10),
    feuille_id: z.uuid().nullable(),
    version: z.int(),
    statut: StatutPointage.nullable(),
    minutes: z.int(),
    minutes_attendues: z.int(),
    signature: z.enum(['signee', 'refusee', 'caduque']).nullable(),
    contestee: z.boolean(),
    alertes: z.array(CodeAlerte).max(20),
    jours: z
      .array(
        z.strictObject({
          jour: Jour,
          minutes: z.int(),
          absence: MomentAbsence.nullable(),
          pointages: z
            .array(
              z.strictObject({
                id: z.uuid(),
                version: z.int(),
                chantier_id: z.uuid(),
                minutes: z.int(),
                statut: StatutPointage,
              }),
            )
            .max(20),
        }),
      )
      .length(7),
  })
  .meta({ id: 'LigneSemaine' });
export const ReadSemaine = z.strictObject({
  semaine: Semaine,
  chantier_id: z.uuid().optional(),
  statut: StatutPointage.optional(),
});
export type ReadSemaine = z.infer<typeof ReadSemaine>;
export const SemaineHeures = z
  .strictObject({
    semaine: Semaine,
    debut: Jour,
    fin: Jour,
    chantiers: z
      .array(
        z.strictObject({
          id: z.uuid(),
          code: z.string().max(50),
          nom: z.string().max(255),
          couleur: z.string().max(7),
        }),
      )
      .max(5000),
    personnes: z.array(LigneSemaine).max(2000),
  })
  .meta({ id: 'SemaineHeures' });
export type SemaineHeures = z.infer<typeof SemaineHeures>;

export const HistoriqueFeuille = z
  .strictObject({
    items: z.array(ChangementPointage).max(1000),
    signatures: z
      .array(
        z.strictObject({
          at: Instant,
          par: z.uuid().nullable(),
          appareil: z.string().max(200),
          empreinte: z.string().max(64).nullable(),
          refus: z.string().max(500).nullable(),
        }),
      )
      .max(100)
      .meta({ description: 'Toutes ses signatures, la dernière en tête ; `empreinte` : des lignes signées alors' }),
  })
  .meta({ id: 'HistoriqueFeuille' });
export type HistoriqueFeuille = z.infer<typeof HistoriqueFeuille>;

const Empreinte = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ examples: ['2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'] });
/** `empreinte` is that of the feuille that was shown: other hours are not signed unseen. */
export const SignerFeuille = z
  .strictObject({ empreinte: Empreinte, refus: text(1, 500).optional() })
  .meta({ id: 'SignerFeuille' });
export type SignerFeuille = z.infer<typeof SignerFeuille>;
export const ContesterFeuille = z.strictObject({ commentaire: text(3, 500) }).meta({ id: 'ContesterFeuille' });
export const RepondreContestation = z.strictObject({ reponse: text(3, 500) }).meta({ id: 'RepondreContestation' });
