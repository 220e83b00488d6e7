// One reading of an ERP: what was asked, how far it is, what it did, what remains to look at.
import { z } from 'zod';
import { Probleme } from './erp-link.ts';
import { PageQuery } from './page.ts';
import { Instant, text } from './text.ts';
import { ActionLigne, GenreImport, StatutRun } from './values.ts';

/** `read` is the sum of the others, hidden and gone apart (these were not read). */
export const CompteImport = z
  .strictObject({
    read: z.int(),
    created: z.int(),
    updated: z.int(),
    linked: z.int(),
    unchanged: z.int(),
    skipped: z.int(),
    set_aside: z.int(),
    to_map: z.int().meta({ description: 'Parmi les autres : ceux dont une valeur reste à relier' }),
    hidden: z.int(),
    gone: z.int(),
  })
  .meta({ id: 'CompteImport' });
export type CompteImport = z.infer<typeof CompteImport>;

/** The list came back much shorter than what is known: nothing is closed until a person answers. */
export const QuestionImport = z
  .strictObject({ kind: z.literal('liste_courte'), connus: z.int(), lus: z.int(), absents: z.int() })
  .meta({ id: 'QuestionImport' });
export type QuestionImport = z.infer<typeof QuestionImport>;

export const Import = z
  .strictObject({
    id: z.uuid(),
    version: z.int().min(1),
    link_id: z.uuid(),
    link_nom: z.string().max(100),
    kind_nom: z.string().max(100),
    simulateur: z.boolean(),
    genre: GenreImport,
    statut: StatutRun,
    demande: z.enum(['automatique', 'manuelle']),
    demande_par: z.string().max(210).nullable(),
    annonces: z.int().nullable().meta({ description: 'Nombre annoncé par l’ERP ; peut être faux' }),
    pages: z.int(),
    compte: CompteImport,
    essais: z.int().meta({ description: 'Échecs de suite depuis la dernière page lue' }),
    prochain_essai_at: Instant.nullable(),
    probleme: Probleme.nullable(),
    question: QuestionImport.nullable(),
    annulable: z.boolean().meta({ description: 'Premier import dont rien ne dépend encore' }),
    annule_at: Instant.nullable().meta({ description: 'Premier import retiré' }),
    created_at: Instant,
    started_at: Instant.nullable(),
    finished_at: Instant.nullable(),
    updated_at: Instant,
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;

export const StartImport = z
  .strictObject({ genre: z.enum(['apercu', 'initial', 'complet', 'incremental']) })
  .meta({ id: 'StartImport' });
export type StartImport = z.infer<typeof StartImport>;

export const AnswerImport = z.strictObject({ reponse: z.enum(['confirmer', 'ignorer']) }).meta({ id: 'AnswerImport' });

export const ListImports = PageQuery.extend({
  link_id: z.uuid().optional(),
  genre: GenreImport.optional(),
  utiles: z
    .enum(['oui', 'non'])
    .default('oui')
    .meta({ description: '`oui` : sans les lectures qui n’ont rien trouvé de neuf' }),
});
export type ListImports = z.infer<typeof ListImports>;

export const LigneImport = z
  .strictObject({
    id: z.uuid(),
    external_id: z.string().max(200).nullable(),
    libelle: z.string().max(300),
    chantier_id: z.uuid().nullable(),
    chantier_code: z.string().max(50).nullable(),
    action: ActionLigne,
    raison: z.string().max(500).nullable().meta({ description: 'Pourquoi, en clair' }),
    champs: z.array(z.string().max(50)).max(20).meta({ description: 'Champs modifiés' }),
    at: Instant,
  })
  .meta({ id: 'LigneImport' });
export type LigneImport = z.infer<typeof LigneImport>;

export const ListLignes = PageQuery.extend({ action: ActionLigne.optional(), q: text(1, 100).optional() });
export type ListLignes = z.infer<typeof ListLignes>;
