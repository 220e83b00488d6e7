// A connexion ERP: our settings and credentials for one account of one ERP, and how it fares.
import { z } from 'zod';
import { Instant, Jour, text } from './text.ts';
import { EtatLink, FrequenceImport, MotProbleme } from './values.ts';

/** Fields of a connector's own form: checked in full against its schema (GET /connecteurs gives it). */
const FormFields = z
  .record(z.string().max(60), z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]))
  .refine(fields => Object.keys(fields).length <= 30, '30 champs au plus');

export const Heure = z
  .string()
  .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
  .meta({ id: 'Heure', example: '05:00' });

/** What went wrong, in words for a person: what, why, the next step. */
/** Fields of a chantier that an ERP gives and that a person may have the app hold instead. Code and status stay the ERP's. */
export const CHAMPS_TENABLES = [
  'nom',
  'adresse',
  'maitre_ouvrage',
  'date_debut',
  'date_fin',
  'minutes_estimees',
  'contacts',
] as const;
export const ChampTenable = z.enum(CHAMPS_TENABLES).meta({ id: 'ChampTenable' });
export type ChampTenable = z.infer<typeof ChampTenable>;
const ChampsApp = z.array(ChampTenable).max(7).meta({
  title: 'Champs tenus ici',
  description: 'Ce que l’ERP en dit n’écrase jamais ce qui est ici ; tout écart est montré',
});

export const Probleme = z.strictObject({ mot: MotProbleme, phrase: z.string().max(500) }).meta({ id: 'Probleme' });
export type Probleme = z.infer<typeof Probleme>;

export const TraitsErp = z
  .strictObject({
    incremental: z.enum(['filter', 'sorted_scan', 'feed', 'none']),
    deletions: z.enum(['feed', 'sweep', 'none']),
    write: z.enum(['create_delete', 'replace', 'upsert', 'none']),
    duplicates: z.enum(['client_id', 'natural_key', 'none']),
    day_holds_variables: z.boolean(),
    hours: z.enum(['slots', 'durations', 'none']),
    midnight: z.enum(['24:00', '00:00', 'none']).optional(),
  })
  .meta({ id: 'TraitsErp' });

/** Ends of runs by outcome, of those days that saw one; Europe/Paris. */
export const JoursSante = z
  .array(z.strictObject({ jour: Jour, reussis: z.int(), partiels: z.int(), echoues: z.int() }))
  .max(30);

export const ErpLink = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    kind: z.string().max(40),
    kind_nom: z.string().max(100).meta({ description: 'Nom de l’ERP' }),
    nom: z.string().max(100),
    system: z.string().max(40).meta({ description: 'Nom porté par ses références externes' }),
    simulateur: z.boolean().meta({ description: 'Vrai quand l’adresse n’est pas celle de l’éditeur' }),
    compte: z.string().max(200).nullable().meta({ description: 'Compte chez l’ERP, s’il se nomme' }),
    etat: EtatLink,
    probleme: Probleme.nullable(),
    settings: z.record(z.string().max(60), z.unknown()),
    frequence: FrequenceImport,
    heure: Heure.meta({ description: 'Heure de Paris de la lecture complète quotidienne' }),
    historique_mois: z.int(),
    relier_par_code: z.boolean(),
    champs_app: ChampsApp,
    traits: TraitsErp.meta({ description: 'Ce que l’ERP permet, corrigé par ce qui a été constaté' }),
    signaux: z.strictObject({
      possibles: z.boolean().meta({ description: 'Un secret de signature est enregistré' }),
      url: z.string().max(500).meta({ description: 'Adresse à donner à l’ERP' }),
      dernier_at: Instant.nullable(),
    }),
    premier_import_at: Instant.nullable(),
    derniere_reussite_at: Instant.nullable().meta({ description: 'Âge des données' }),
    prochaine_lecture_at: Instant.nullable(),
    indisponible_depuis: Instant.nullable(),
    prochain_essai_at: Instant.nullable(),
    pause_jusqua: Instant.nullable().meta({ description: 'L’ERP a demandé d’attendre jusque-là' }),
    import_en_cours: z.uuid().nullable(),
    compteurs: z.strictObject({ chantiers: z.int(), a_relier: z.int(), mis_de_cote: z.int(), masques: z.int() }),
    jours: JoursSante.meta({ description: 'Les 30 derniers jours où une lecture a fini' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'ErpLink' });
export type ErpLink = z.infer<typeof ErpLink>;

/** At most a handful per company: no paging. */
export const ListErpLinks = z.strictObject({ items: z.array(ErpLink).max(50) }).meta({ id: 'ListErpLinks' });

const rhythm = {
  nom: text(1, 100).meta({ title: 'Nom de la connexion', example: 'Costructor' }),
  frequence: FrequenceImport.meta({ title: 'Arrivée des chantiers' }),
  heure: Heure.meta({ title: 'Heure de la lecture complète' }),
  historique_mois: z.int().min(1).max(120).meta({ title: 'Historique repris, en mois' }),
  relier_par_code: z.boolean().meta({ title: 'Relier aux chantiers existants de même code' }),
};

export const TestErpLink = z
  .strictObject({ kind: z.string().max(40), settings: FormFields, credentials: FormFields })
  .meta({ id: 'TestErpLink' });
export type TestErpLink = z.infer<typeof TestErpLink>;
export const ErpAccountSeen = z
  .strictObject({
    compte: z.string().max(200).nullable(),
    simulateur: z.boolean(),
    chantiers: z.boolean(),
    heures: z.boolean(),
  })
  .meta({ id: 'ErpAccountSeen' });
export type ErpAccountSeen = z.infer<typeof ErpAccountSeen>;

export const ConnectErpLink = TestErpLink.extend(z.strictObject(rhythm).partial().shape).meta({ id: 'ConnectErpLink' });
export type ConnectErpLink = z.infer<typeof ConnectErpLink>;
export const UpdateErpLink = z
  .strictObject({ ...rhythm, champs_app: ChampsApp })
  .partial()
  .meta({ id: 'UpdateErpLink' });
export type UpdateErpLink = z.infer<typeof UpdateErpLink>;
/** New credentials, or new settings with them: checked against the ERP before they replace the old ones. */
export const ReconnectErpLink = z
  .strictObject({ settings: FormFields.optional(), credentials: FormFields })
  .meta({ id: 'ReconnectErpLink' });
export type ReconnectErpLink = z.infer<typeof ReconnectErpLink>;

/** One ERP the hub can speak to; `form` holds JSON Schemas, `writeOnly` on secrets. */
export const Connecteur = z
  .strictObject({
    kind: z.string().max(40),
    nom: z.string().max(100),
    resume: z.string().max(500),
    aide: z.array(z.string().max(500)).max(20),
    traits: TraitsErp,
    form: z.strictObject({
      settings: z.record(z.string().max(60), z.unknown()),
      credentials: z.record(z.string().max(60), z.unknown()),
    }),
  })
  .meta({ id: 'Connecteur' });
export type Connecteur = z.infer<typeof Connecteur>;
export const ListConnecteurs = z.strictObject({ items: z.array(Connecteur).max(50) }).meta({ id: 'ListConnecteurs' });
