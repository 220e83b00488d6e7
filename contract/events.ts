// The catalogue of events: one name per fact, English past participle, with the schema of its data (house §4).
// A type listed here has a publisher, a French title and an example that parses: server/testing/every-event.test.ts.
import { z } from 'zod';
import { Chantier, MembreEquipe } from './chantier.ts';
import { CompteEnvoi } from './export.ts';
import { CompteImport } from './import.ts';
import { Scope } from './scopes.ts';
import { Mois, Semaine } from './temps.ts';
import { Instant, Jour } from './text.ts';
import { CauseAnnulation, GenreImport, MotProbleme, ObjetEnvoi, Role, StatutChantier, Verdict } from './values.ts';

/**
 * What an event tells of a person: an id and what changed, never a name or a contact. The receiver asks if he may, and the
 * history outlives the erasure of a person.
 */
const PersonneFact = z.strictObject({ personne_id: z.uuid() });
const CleFact = z.strictObject({ api_key_id: z.uuid(), personne_id: z.uuid(), nom: z.string().max(100) });

/** The chantier itself, its people by their ids alone (`contacts` are people too); who holds its fields is no fact of it. */
const ChantierFact = Chantier.omit({ contacts: true, erp: true }).extend({
  equipe: z.array(MembreEquipe.pick({ personne_id: true, role_chantier: true })).max(500),
});
export type ChantierFact = z.infer<typeof ChantierFact>;

type EventEntry = { title: string; data: z.ZodType; example: unknown };
const catalogue = <const T extends Record<string, EventEntry>>(entries: T) => entries;

const id = '0199c8f0-6f4a-7000-8000-000000000001';
const at = '2026-11-23T08:15:00.000Z';
const chantier: ChantierFact = {
  id,
  version: 1,
  code: 'A012',
  nom: 'Résidence Les Tilleuls',
  statut: 'ouvert',
  description: null,
  adresse: '12 rue des Tilleuls, 73800 Montmélian',
  commune_insee: '73171',
  commune: 'Montmélian',
  latitude: null,
  longitude: null,
  couleur: '#2E6FB7',
  maitre_ouvrage: 'OPAC de la Savoie',
  type_travaux: 'construction_neuve',
  batiment_plus_2ans: null,
  usage_habitation: null,
  date_debut: '2026-12-01',
  date_fin: null,
  minutes_estimees: 120_000,
  equipe: [{ personne_id: id, role_chantier: 'conducteur' }],
  references: [{ system: 'costructor', external_id: '4711' }],
  created_at: at,
  updated_at: at,
};

/** True on what a first import writes: receivers are told once, by `import.finished`, not ten thousand times (settled.md 30). */
const initial = z.literal(true).optional();

const LinkFact = z.strictObject({
  link_id: z.uuid(),
  kind: z.string().max(40),
  nom: z.string().max(100),
  simulateur: z.boolean(),
});
const link = { link_id: id, kind: 'costructor', nom: 'Costructor', simulateur: false };
const ImportFact = LinkFact.extend({ import_id: z.uuid(), genre: GenreImport, compte: CompteImport });
const compte = {
  read: 248,
  created: 231,
  updated: 0,
  linked: 2,
  unchanged: 0,
  skipped: 14,
  set_aside: 1,
  to_map: 3,
  hidden: 0,
  gone: 0,
};
/** Ids and counts: no name, no minutes of anybody. */
const ExportFact = LinkFact.extend({
  export_id: z.uuid(),
  objet: ObjetEnvoi,
  periode: z.string().max(30),
  compte: CompteEnvoi.omit({ minutes: true }),
});
const envoi = {
  ...link,
  export_id: id,
  objet: 'heures' as const,
  periode: '2026-W47',
  compte: {
    personnes: 12,
    jours: 60,
    lignes: 118,
    to_send: 0,
    sent: 118,
    removed: 0,
    doubtful: 0,
    refused: 0,
    unmapped: 0,
    ignored: 0,
    rattrapage: 4,
  },
};
/** A week of a person, by ids; `pointage_ids`: those that the gesture was about. */
const FeuilleFact = z.strictObject({
  feuille_id: z.uuid(),
  personne_id: z.uuid(),
  semaine: Semaine,
});
const SurPointages = FeuilleFact.extend({ pointage_ids: z.array(z.uuid()).max(5000) });
const feuille = { feuille_id: id, personne_id: id, semaine: '2026-W48' };
/** Of an absence only when: why is nobody's business but pay's (domain.md §4). */
const AbsenceFact = z.strictObject({ absence_id: z.uuid(), personne_id: z.uuid(), debut: Jour, fin: Jour });
const absence = { absence_id: id, personne_id: id, debut: '2026-11-23', fin: '2026-11-24' };
const Place = z.strictObject({ personne_id: z.uuid(), chantier_id: z.uuid(), jour: Jour });
const AffectationFact = Place.extend({ affectation_id: z.uuid() });
const place = { personne_id: id, chantier_id: id, jour: '2026-11-23' };
const affectation = { ...place, affectation_id: id };
const cle = { api_key_id: id, personne_id: id, nom: 'Export paie' };

/** Ids and the day alone: a rubrique can be the reason of an absence. */
const VariableFact = z.strictObject({ variable_id: z.uuid(), personne_id: z.uuid(), jour: Jour });
const variable = { variable_id: id, personne_id: id, jour: '2026-11-23' };

export const EVENTS = catalogue({
  'chantier.created': {
    title: 'Un chantier est créé',
    data: z.strictObject({ chantier: ChantierFact, initial }),
    example: { chantier },
  },
  'chantier.updated': {
    title: 'Un chantier est modifié',
    data: z.strictObject({ chantier: ChantierFact, changed: z.array(z.string().max(50)).max(50), initial }),
    example: { chantier: { ...chantier, version: 2 }, changed: ['nom'] },
  },
  'chantier.statut_changed': {
    title: 'Un chantier change de statut',
    data: z.strictObject({ chantier: ChantierFact, ancien_statut: StatutChantier, initial }),
    example: { chantier: { ...chantier, version: 2, statut: 'en_cours' }, ancien_statut: 'ouvert' },
  },
  'chantier.deleted': {
    title: 'Un chantier est supprimé',
    data: z.strictObject({ chantier_id: z.uuid(), code: z.string().max(50), initial }),
    example: { chantier_id: id, code: 'A012' },
  },
  'erp_link.connected': {
    title: 'Une connexion ERP est établie',
    data: LinkFact,
    example: link,
  },
  'erp_link.broken': {
    title: 'Une connexion ERP ne fonctionne plus',
    data: LinkFact.extend({ mot: MotProbleme, depuis: Instant }),
    example: { ...link, mot: 'unavailable' as const, depuis: at },
  },
  'erp_link.restored': {
    title: 'Une connexion ERP fonctionne de nouveau',
    data: LinkFact.extend({ depuis: Instant }),
    example: { ...link, depuis: at },
  },
  'erp_link.disconnected': {
    title: 'Une connexion ERP est retirée',
    data: LinkFact,
    example: link,
  },
  'import.finished': {
    title: 'Un import depuis l’ERP est terminé',
    data: ImportFact,
    example: { ...link, import_id: id, genre: 'initial' as const, compte },
  },
  'import.failed': {
    title: 'Un import depuis l’ERP a échoué',
    data: ImportFact.extend({ mot: MotProbleme }),
    example: { ...link, import_id: id, genre: 'complet' as const, compte, mot: 'strange' as const },
  },
  'export.succeeded': {
    title: 'Un envoi vers l’ERP est terminé',
    data: ExportFact,
    example: envoi,
  },
  'export.partial': {
    title: 'Un envoi vers l’ERP laisse des lignes de côté',
    data: ExportFact,
    example: { ...envoi, compte: { ...envoi.compte, sent: 116, refused: 2 } },
  },
  'export.failed': {
    title: 'Un envoi vers l’ERP a échoué',
    data: ExportFact.extend({ mot: MotProbleme }),
    example: { ...envoi, compte: { ...envoi.compte, sent: 0, to_send: 118 }, mot: 'strange' as const },
  },
  'mapping.missing': {
    title: 'Une valeur de l’ERP reste à relier',
    // Of a person no name: who receives this asks for it, if he may.
    data: LinkFact.extend({
      noun: z.enum(['statut', 'personne']),
      external_id: z.string().max(200),
      libelle: z.string().max(200).nullable(),
    }),
    example: { ...link, noun: 'statut' as const, external_id: 'col_4', libelle: 'À chiffrer' },
  },
  'mapping.linked': {
    title: 'Une personne de l’ERP est reliée',
    data: LinkFact.extend({ noun: z.enum(['personne']), external_id: z.string().max(200), personne_id: z.uuid() }),
    example: { ...link, noun: 'personne' as const, external_id: 'usr_7', personne_id: id },
  },
  'rapprochement.finished': {
    title: 'Les heures d’un ERP ont été comparées',
    data: LinkFact.extend({
      rapprochement_id: z.uuid(),
      du: Jour,
      au: Jour,
      egaux: z.int(),
      ecarts: z.int(),
      par_verdict: z.partialRecord(Verdict, z.int()),
    }),
    example: {
      ...link,
      rapprochement_id: id,
      du: '2026-10-26',
      au: '2026-11-24',
      egaux: 412,
      ecarts: 1,
      par_verdict: { manquant: 1 },
    },
  },
  'personne.created': {
    title: 'Une personne est ajoutée',
    data: PersonneFact.extend({ role: Role }),
    example: { personne_id: id, role: 'compagnon' },
  },
  'personne.updated': {
    title: 'La fiche d’une personne est modifiée',
    data: PersonneFact.extend({ changed: z.array(z.string().max(50)).max(50) }),
    example: { personne_id: id, changed: ['role'] },
  },
  'personne.deactivated': {
    title: 'Une personne est désactivée',
    data: PersonneFact,
    example: { personne_id: id },
  },
  'personne.reactivated': {
    title: 'Une personne est réactivée',
    data: PersonneFact,
    example: { personne_id: id },
  },
  'variable_paie.created': {
    title: 'Une variable de paie est ajoutée à la main',
    data: VariableFact,
    example: variable,
  },
  'variable_paie.updated': {
    title: 'Une variable de paie est changée à la main',
    data: VariableFact,
    example: variable,
  },
  'variable_paie.deleted': {
    title: 'Une variable de paie écrite à la main est supprimée',
    data: VariableFact,
    example: variable,
  },
  'periode_paie.closed': {
    title: 'Un mois de paie est clôturé',
    data: z.strictObject({ mois: Mois }),
    example: { mois: '2026-11' },
  },
  'periode_paie.opened': {
    title: 'Un mois de paie est rouvert',
    data: z.strictObject({ mois: Mois }),
    example: { mois: '2026-11' },
  },

  'feuille_heures.submitted': {
    title: 'Les heures d’une personne sont soumises à validation',
    data: SurPointages,
    example: { ...feuille, pointage_ids: [id] },
  },
  'feuille_heures.validated': {
    title: 'Une feuille d’heures est entièrement validée',
    data: FeuilleFact,
    example: feuille,
  },
  'feuille_heures.rejected': {
    title: 'Les heures d’une personne sont rejetées',
    data: SurPointages,
    example: { ...feuille, pointage_ids: [id] },
  },
  'feuille_heures.corrected': {
    title: 'Les heures soumises ou validées d’une personne sont corrigées',
    data: SurPointages.extend({ auteur_id: z.uuid().nullable() }),
    example: { ...feuille, pointage_ids: [id], auteur_id: id },
  },
  'feuille_heures.contested': {
    title: 'Une feuille d’heures est contestée',
    data: FeuilleFact,
    example: feuille,
  },

  'absence.created': {
    title: 'Une absence est posée',
    data: AbsenceFact,
    example: absence,
  },
  'absence.updated': {
    title: 'Une absence est modifiée',
    data: AbsenceFact.extend({ changed: z.array(z.string().max(50)).max(50) }),
    example: { ...absence, changed: ['fin'] },
  },
  'absence.deleted': {
    title: 'Une absence est retirée',
    data: AbsenceFact,
    example: absence,
  },
  'affectation.created': {
    title: 'Une personne est affectée à un chantier',
    data: AffectationFact,
    example: affectation,
  },
  'affectation.updated': {
    title: 'Une affectation est déplacée ou modifiée',
    data: AffectationFact.extend({ avant: Place, changed: z.array(z.string().max(50)).max(50) }),
    example: { ...affectation, avant: { ...place, jour: '2026-11-24' }, changed: ['jour'] },
  },
  'affectation.cancelled': {
    title: 'Une affectation est annulée',
    data: AffectationFact.extend({ cause: CauseAnnulation }),
    example: { ...affectation, cause: 'planning' as const },
  },
  'personne.invited': {
    title: 'Une personne reçoit un lien pour choisir son mot de passe',
    data: PersonneFact.extend({ expires_at: Instant }),
    example: { personne_id: id, expires_at: at },
  },
  'personne.erased': {
    title: 'Une personne est effacée (RGPD) : oubliez-la aussi',
    data: PersonneFact,
    example: { personne_id: id },
  },
  'personne.retained': {
    title: 'Les heures et la paie d’une personne sont à conserver plus longtemps',
    data: PersonneFact,
    example: { personne_id: id },
  },
  'personne.released': {
    title: 'Les heures et la paie d’une personne ne sont plus à conserver plus longtemps',
    data: PersonneFact,
    example: { personne_id: id },
  },
  'api_key.created': {
    title: 'Une clé API est créée',
    data: CleFact.extend({ scopes: z.array(Scope).max(50), expires_at: Instant }),
    example: { api_key_id: id, personne_id: id, nom: 'Export paie', scopes: ['chantiers:read'], expires_at: at },
  },
  'api_key.updated': {
    title: 'Une clé API est modifiée',
    data: CleFact.extend({ changed: z.array(z.string().max(50)).max(50) }),
    example: { ...cle, changed: ['cidrs'] },
  },
  'api_key.rotated': {
    title: 'Une clé API est remplacée par rotation',
    data: CleFact.extend({ remplacee_par: z.uuid(), sert_jusqu_a: Instant }),
    example: { ...cle, remplacee_par: id, sert_jusqu_a: at },
  },
  'api_key.disabled': {
    title: 'Une clé API est désactivée par son titulaire',
    data: CleFact,
    example: cle,
  },
  'api_key.enabled': {
    title: 'Une clé API est réactivée par son titulaire',
    data: CleFact,
    example: cle,
  },
  'api_key.suspended': {
    title: 'Une clé API est suspendue par un administrateur',
    data: CleFact,
    example: cle,
  },
  'api_key.reinstated': {
    title: 'Une clé API suspendue est rendue à son titulaire',
    data: CleFact,
    example: cle,
  },
  'api_key.expiring': {
    title: 'Une clé API expire bientôt (14, 7 puis 1 jours avant)',
    data: CleFact.extend({ expires_at: Instant, jours: z.int() }),
    example: { ...cle, expires_at: at, jours: 14 },
  },
  'api_key.expired': {
    title: 'Une clé API a expiré',
    data: CleFact.extend({ expires_at: Instant }),
    example: { ...cle, expires_at: at },
  },
  'api_key.unused_90d': {
    title: 'Une clé API n’a pas servi depuis 90 jours (dit une fois)',
    data: CleFact.extend({ last_used_at: Instant.nullable() }),
    example: { ...cle, last_used_at: null },
  },
  'api_key.leaked': {
    title: 'Une clé API divulguée est signalée, et révoquée',
    data: CleFact.extend({ source: z.enum(['signalement', 'github']) }),
    example: { ...cle, source: 'github' as const },
  },
  'api_key.revoked': {
    title: 'Une clé API est révoquée',
    data: CleFact.extend({ raison: z.literal('fuite').optional() }),
    example: { api_key_id: id, personne_id: id, nom: 'Export paie' },
  },
});

export type EventType = keyof typeof EVENTS;
export type EventData<T extends EventType> = z.infer<(typeof EVENTS)[T]['data']>;
