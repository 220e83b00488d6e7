import type { ImportPersonnesErp, PersonnesErpImportees } from '#contract/personne-erp.ts';
import { createPersonne } from '#domain/personnes/index.ts';
import { erpLinkTopic } from '#exchange/erp-links/index.ts';
import { AppError, withConstraints } from '#platform/errors.ts';
import { inSavepoint } from '#platform/unit/savepoint.ts';
import type { Unit } from '#platform/unit.ts';
import { raisons } from '../messages.ts';
import { sortOf, takenOver } from '../rules.ts';
import {
  findSemblables,
  type RowPersonneErp,
  type Semblable,
  saveDecision,
  takePersonnesErp,
} from '../sql/personnes.ts';
import { tellLinked } from './match-and-tell.ts';
import { LINKED_ONCE } from './set-personne.ts';

type Item = PersonnesErpImportees['items'][number];

/**
 * Each on its own: made here as a compagnon employé and linked at once; linked to the one person who has his matricule or e-mail;
 * put aside with the reason otherwise. `essai` does all of it, and undoes it.
 */
export async function importPersonnesErp(
  unit: Unit,
  { ids, essai }: ImportPersonnesErp,
): Promise<PersonnesErpImportees> {
  try {
    const { result, events } = await inSavepoint(unit, async part => {
      const items = await importEach(essai ? { ...part, security: () => {} } : part, [...new Set(ids)]);
      if (essai) throw new Tried(items);
      return items;
    });
    await unit.publishAll(events);
    return { items: result };
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
    return { items: error.items.map(item => (item.action === 'creee' ? { ...item, personne_id: null } : item)) };
  }
}

/** Undoes what was only tried. */
class Tried extends Error {
  readonly items: Item[];
  constructor(items: Item[]) {
    super('only tried');
    this.name = 'Tried';
    this.items = items;
  }
}

async function importEach(unit: Unit, ids: readonly string[]): Promise<Item[]> {
  const rows = new Map((await takePersonnesErp(unit, ids)).map(row => [row.id, row]));
  const items: Item[] = [];
  for (const id of ids) {
    const row = rows.get(id);
    items.push(row ? await importOne(unit, row) : aside({ id, libelle: '', raison: raisons.inconnue }));
  }
  for (const link_id of new Set([...rows.values()].map(row => row.link_id))) await unit.tell(erpLinkTopic(link_id));
  return items;
}

async function importOne(unit: Unit, row: RowPersonneErp): Promise<Item> {
  const said = { id: row.id, libelle: [row.prenom, row.nom].filter(Boolean).join(' ') || row.external_id };
  const reason = reasonAgainst(row);
  if (reason) return aside({ ...said, raison: reason });
  // Asked one by one: whoever was made for a line before may be the one that this one resembles.
  const sort = sortOf((await findSemblables(unit, [row.id])) satisfies Semblable[]);
  if (sort.action === 'mise_de_cote') return aside({ ...said, raison: raisons[sort.raison] });
  const { sans, ...looks } = takenOver(row);
  try {
    const { result, events } = await inSavepoint(unit, async part => {
      const personne_id = sort.action === 'reliee' ? sort.personne_id : await make(part, { ...row, ...looks });
      await link(part, row, personne_id);
      return personne_id;
    });
    await unit.publishAll(events);
    const raison = sort.action === 'creee' ? sans.map(what => raisons[what]).join(' ') || null : null;
    return { ...said, action: sort.action, personne_id: result, raison };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return aside({ ...said, raison: error.message });
  }
}

function reasonAgainst(row: RowPersonneErp): string | null {
  if (row.personne_id) return raisons.deja_reliee;
  if (row.ignoree) return raisons.ignoree;
  if (row.disparue) return raisons.disparue;
  return row.nom && row.prenom && !row.effacee ? null : raisons.sans_nom;
}

const make = async (unit: Unit, { nom, prenom, matricule, email }: RowPersonneErp): Promise<string> =>
  (
    await createPersonne(unit, {
      ...{ nom: nom ?? '', prenom: prenom ?? '', matricule, email, telephone: null },
      ...{ role: 'compagnon', gestionnaire_paie: false, type_personne: 'employe', agence: null, metiers: [] },
      ...{ horaire: null, heures_sup_comprises: true, mineur_jusquau: null, date_entree: null, date_sortie: null },
    })
  ).id;

async function link(unit: Unit, row: RowPersonneErp, personne_id: string): Promise<void> {
  const decision = { personne_id, ignoree: false, note: row.note, trouve_par: 'import' as const };
  await withConstraints(LINKED_ONCE, saveDecision(unit, row.id, decision));
  await tellLinked(unit, row.link_id, [{ external_id: row.external_id, personne_id }]);
}

const aside = ({ id, libelle, raison }: Pick<Item, 'id' | 'libelle'> & { raison: string }): Item => ({
  id,
  libelle,
  action: 'mise_de_cote',
  personne_id: null,
  raison,
});
