import { z } from 'zod';
import { Instant, Jour } from './text.ts';
import { STATUTS_CHANTIER } from './values.ts';

const statuts = Object.keys(STATUTS_CHANTIER) as (keyof typeof STATUTS_CHANTIER)[];
const counts = Object.fromEntries(statuts.map(statut => [statut, z.int()])) as Record<
  (typeof statuts)[number],
  z.ZodInt
>;

const nommee = { id: z.uuid(), nom: z.string().max(100), prenom: z.string().max(100) };

/** Who is where today, as far as the reader sees: his own sites, those he leads, or all. */
const AujourdHui = z.strictObject({
  jour: Jour,
  semaine: z.string().max(8),
  personnes: z.int().meta({ description: 'Personnes affectées' }),
  absents: z.int().meta({ description: 'Absentes toute la journée' }),
  chantiers: z
    .array(
      z.strictObject({
        id: z.uuid(),
        code: z.string().max(50),
        nom: z.string().max(255),
        couleur: z.string().max(7),
        personnes: z.int(),
      }),
    )
    .max(200),
});

/** The reader's own hours of this week, of which `aujourd_hui` today's. */
const MaSemaine = z.strictObject({
  minutes: z.int(),
  aujourd_hui: z.int(),
  attendues: z.int().meta({ description: 'Son horaire, jours fériés compris' }),
});

/** What the first screen says, by role. `sauvegarde` is null for whoever is not administrateur. */
export const TableauDeBord = z
  .strictObject({
    chantiers: z.strictObject(counts),
    personnes_actives: z.int().nullable().meta({ description: 'null sans droit de lire les personnes' }),
    aujourd_hui: AujourdHui,
    ma_semaine: MaSemaine.nullable().meta({ description: 'Compagnons et chefs de chantier' }),
    a_valider: z
      .array(z.strictObject({ semaine: z.string().max(8), personnes: z.int() }))
      .max(60)
      .nullable()
      .meta({ description: 'Semaines où des heures soumises attendent celui qui lit ; null : il ne valide pas' }),
    manquants: z
      .strictObject({
        jour: Jour.nullable().meta({
          description: 'Dernier jour travaillé ; null : rien n’était prévu depuis 7 jours',
        }),
        personnes: z.array(z.strictObject(nommee)).max(100),
      })
      .nullable()
      .meta({ description: 'Prévus sur ses chantiers, sans heures ni absence ; null pour qui n’est pas chef' }),
    sauvegarde: z
      .strictObject({
        derniere_reussie_at: Instant.nullable(),
        derniere_echouee_at: Instant.nullable(),
        base: z.enum(['embarquee', 'externe']),
      })
      .nullable(),
  })
  .meta({ id: 'TableauDeBord' });
export type TableauDeBord = z.infer<typeof TableauDeBord>;
