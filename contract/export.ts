// What leaves for an ERP: when, what each run did, and the ledger, one line per unit that the ERP stores.
import { z } from 'zod';
import { Heure, JoursSante, Probleme } from './erp-link.ts';
import { PageQuery } from './page.ts';
import { Semaine } from './temps.ts';
import { Instant, Jour, lines, text } from './text.ts';
import { EtatLigneEnvoi, EtatRetrait, FrequenceEnvoi, ObjetEnvoi, RaisonLigne, StatutRun } from './values.ts';

/** What waits from before `depuis`: asked at activation, never guessed. */
export const Arriere = z
  .strictObject({ jours: z.int(), minutes: z.int(), premier: Jour.nullable() })
  .meta({ id: 'Arriere' });

/** When hours leave on one connexion. `jour`: ISO day of the week (1: Monday), or day of the month (1–28). Hours of Paris. */
export const ReglagesEnvoi = z
  .strictObject({
    link_id: z.uuid(),
    version: z.int().min(0).meta({ description: '0 : jamais réglé' }),
    possible: z.boolean().meta({ description: 'L’ERP accepte des heures' }),
    actif: z.boolean(),
    frequence: FrequenceEnvoi,
    jour: z.int().min(1).max(28),
    heure: Heure,
    depuis: Jour.nullable().meta({ description: 'Premier jour envoyé' }),
    horaires_demandes: z
      .boolean()
      .meta({ description: 'L’ERP veut des horaires : les nôtres sont parfois indicatifs' }),
    horaires_acceptes_at: Instant.nullable(),
    prochain_at: Instant.nullable(),
    arriere: Arriere,
    updated_at: Instant.nullable(),
  })
  .meta({ id: 'ReglagesEnvoi' });
export type ReglagesEnvoi = z.infer<typeof ReglagesEnvoi>;

/** `arriere`: whether validated hours of before leave too; asked each time sending is switched on. */
export const SetReglagesEnvoi = z
  .strictObject({
    actif: z.boolean(),
    frequence: FrequenceEnvoi,
    jour: z.int().min(1).max(28).meta({ title: 'Jour' }),
    heure: Heure.meta({ title: 'Heure' }),
    arriere: z.enum(['envoyer', 'laisser']).optional(),
    depuis: Jour.optional().meta({ description: 'Avec `arriere: envoyer` : le premier jour à envoyer' }),
    horaires_acceptes: z.literal(true).optional(),
  })
  .meta({ id: 'SetReglagesEnvoi' });
export type SetReglagesEnvoi = z.infer<typeof SetReglagesEnvoi>;

/** How the sending of hours fares on one connexion: what its runs did, those that had nothing to send left out. */
export const SanteEnvois = z
  .strictObject({
    link_id: z.uuid(),
    derniere_reussite_at: Instant.nullable().meta({ description: 'Dernier envoi qui a écrit dans l’ERP' }),
    echecs_de_suite: z.int().meta({ description: 'Envois en échec depuis le dernier qui est allé au bout' }),
    prochain_at: Instant.nullable().meta({ description: 'null : aucun départ prévu' }),
    envoi_en_cours: z.uuid().nullable(),
    jours: JoursSante.meta({ description: 'Les jours des 30 derniers où un envoi a fini' }),
  })
  .meta({ id: 'SanteEnvois' });
export type SanteEnvois = z.infer<typeof SanteEnvois>;

/** Lines by state, those of this run; `removed`: taken back over there. Minutes are those of the lines in the ERP. */
export const CompteEnvoi = z
  .strictObject({
    personnes: z.int(),
    jours: z.int(),
    lignes: z.int(),
    to_send: z.int(),
    sent: z.int(),
    removed: z.int(),
    doubtful: z.int(),
    refused: z.int(),
    unmapped: z.int(),
    ignored: z.int(),
    rattrapage: z.int().meta({ description: 'Parmi les lignes : de jours d’avant la période' }),
    minutes: z.int(),
  })
  .meta({ id: 'CompteEnvoi' });
export type CompteEnvoi = z.infer<typeof CompteEnvoi>;

/** One run: hours validated up to `au` on one connexion and not there yet; `du` to `au` is its period, older days are rattrapage. */
export const Envoi = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    link_id: z.uuid(),
    link_nom: z.string().max(100),
    kind_nom: z.string().max(100),
    simulateur: z.boolean(),
    objet: ObjetEnvoi,
    periode: z.string().max(30).meta({ description: 'Semaine, mois ou jour', example: '2026-W47' }),
    du: Jour,
    au: Jour,
    statut: StatutRun,
    demande: z.enum(['automatique', 'manuelle']),
    demande_par: z.string().max(210).nullable(),
    compte: CompteEnvoi,
    par_minute: z.int().nullable().meta({ description: 'Lignes à la minute, pendant l’envoi' }),
    essais: z.int(),
    prochain_essai_at: Instant.nullable(),
    pause_jusqua: Instant.nullable().meta({ description: 'L’ERP a demandé d’attendre jusque-là' }),
    probleme: Probleme.nullable(),
    created_at: Instant,
    started_at: Instant.nullable(),
    finished_at: Instant.nullable(),
    updated_at: Instant,
  })
  .meta({ id: 'Envoi' });
export type Envoi = z.infer<typeof Envoi>;

/** « Envoyer maintenant ». `au` at most today (Europe/Paris). */
export const StartEnvoi = z
  .strictObject({ link_id: z.uuid(), objet: ObjetEnvoi.default('heures'), du: Jour, au: Jour })
  .refine(({ du, au }) => du <= au, { path: ['au'], message: 'La fin précède le début' })
  .meta({ id: 'StartEnvoi' });
export type StartEnvoi = z.infer<typeof StartEnvoi>;

export const ListEnvois = PageQuery.extend({
  link_id: z.uuid().optional(),
  statut: StatutRun.optional(),
  utiles: z.enum(['oui', 'non']).default('oui').meta({ description: '`oui` : sans ceux qui n’avaient rien à envoyer' }),
});
export type ListEnvois = z.infer<typeof ListEnvois>;

/** Why, in words for a person: the code, the sentence (theirs when they gave one). */
export const Raison = z.strictObject({ code: RaisonLigne, phrase: z.string().max(500) }).meta({ id: 'Raison' });
export type Raison = z.infer<typeof Raison>;

export const LigneEnvoi = z
  .strictObject({
    id: z.uuid(),
    numero: z.int().min(1),
    marque: z.string().max(20).meta({ description: 'Repère écrit dans l’ERP', example: 'HC-2N9C' }),
    link_id: z.uuid(),
    run_id: z.uuid().nullable(),
    personne_id: z.uuid(),
    personne: z.string().max(210),
    jour: Jour,
    pointage_id: z.uuid().nullable(),
    chantier_id: z.uuid().nullable(),
    chantier: z.string().max(310).nullable().meta({ description: 'Code et nom' }),
    minutes: z.int(),
    jour_erp: Jour.meta({ description: 'Jour porté dans l’ERP ; le lendemain pour la fin d’une nuit' }),
    debut: z.string().max(5).nullable(),
    fin: z.string().max(5).nullable(),
    indicatif: z.boolean().meta({ description: 'Horaires indicatifs, seule la durée fait foi' }),
    rattrapage: z.boolean(),
    etat: EtatLigneEnvoi,
    retrait: EtatRetrait.nullable(),
    raison: Raison.nullable(),
    external_id: z.string().max(200).nullable(),
    remplace: z
      .strictObject({
        numero: z.int(),
        minutes: z.int(),
        debut: z.string().max(5).nullable(),
        fin: z.string().max(5).nullable(),
      })
      .nullable()
      .meta({ description: 'La ligne qu’elle remplace : avant' }),
    essais: z.int(),
    tente_at: Instant.nullable(),
    envoye_at: Instant.nullable(),
    ignoree: z.strictObject({ at: Instant, par: z.string().max(210).nullable(), note: z.string().max(500) }).nullable(),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'LigneEnvoi' });
export type LigneEnvoi = z.infer<typeof LigneEnvoi>;

/** `a_voir`: refused, to be mapped or in doubt, and not ignored. `retrait`: what becomes of a replaced line over there. */
export const ListLignesEnvoi = PageQuery.extend({
  link_id: z.uuid().optional(),
  run_id: z.uuid().optional(),
  personne_id: z.uuid().optional(),
  etat: EtatLigneEnvoi.optional(),
  retrait: EtatRetrait.optional(),
  ignoree: z.enum(['oui', 'non']).optional().meta({ description: 'Mise de côté pour de bon, avec une note' }),
  a_voir: z.enum(['oui', 'non']).optional(),
  du: Jour.optional(),
  au: Jour.optional(),
  q: text(1, 100).optional(),
});
export type ListLignesEnvoi = z.infer<typeof ListLignesEnvoi>;

/** Every state a line went through, oldest first. */
export const HistoriqueLigne = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          at: Instant,
          etat: EtatLigneEnvoi,
          retrait: EtatRetrait.nullable(),
          raison: Raison.nullable(),
          run_id: z.uuid().nullable(),
          par: z.string().max(210).nullable(),
        }),
      )
      .max(1000),
  })
  .meta({ id: 'HistoriqueLigne' });
export type HistoriqueLigne = z.infer<typeof HistoriqueLigne>;

/** Set aside for good, with the reason a colleague will read. */
export const IgnorerLigne = z.strictObject({ note: lines(500).min(3) }).meta({ id: 'IgnorerLigne' });

/** A week of envois: each person's days on the connexions, and where they stand. */
export const SemaineEnvoisQuery = z.strictObject({ semaine: Semaine, link_id: z.uuid().optional() });
export const SemaineEnvois = z
  .strictObject({
    semaine: Semaine,
    personnes: z
      .array(
        z.strictObject({
          personne_id: z.uuid(),
          personne: z.string().max(210),
          minutes_validees: z.int(),
          minutes_dans_erp: z.int(),
          lignes: z.int(),
          par_etat: z.partialRecord(EtatLigneEnvoi, z.int()).meta({ description: 'Sans les lignes ignorées' }),
          ignorees: z.int().meta({ description: 'Lignes mises de côté pour de bon, avec une note' }),
        }),
      )
      .max(2000),
  })
  .meta({ id: 'SemaineEnvois' });
export type SemaineEnvois = z.infer<typeof SemaineEnvois>;

/** A correction that the ERP can no longer take in its place: ± minutes, for a person to carry over (settled.md 37). */
export const RegularisationErp = z
  .strictObject({
    id: z.uuid(),
    link_id: z.uuid(),
    personne_id: z.uuid(),
    personne: z.string().max(210),
    jour: Jour,
    chantier_id: z.uuid().nullable(),
    chantier: z.string().max(310).nullable(),
    minutes: z.int().meta({ description: 'En plus ou en moins de ce que l’ERP contient' }),
    raison: Raison,
    at: Instant,
    reportee: z
      .strictObject({ at: Instant, par: z.string().max(210).nullable(), note: z.string().max(500) })
      .nullable(),
  })
  .meta({ id: 'RegularisationErp' });
export type RegularisationErp = z.infer<typeof RegularisationErp>;
/** Carried over by a person, who says where. */
export const ReporterRegularisation = z
  .strictObject({ note: lines(500).min(3) })
  .meta({ id: 'ReporterRegularisation' });
export const ListRegularisationsErp = PageQuery.extend({
  link_id: z.uuid().optional(),
  personne_id: z.uuid().optional(),
  reportee: z.enum(['oui', 'non']).optional(),
});
export type ListRegularisationsErp = z.infer<typeof ListRegularisationsErp>;
