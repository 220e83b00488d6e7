import type { GenreImport } from '#contract/values.ts';
import { getErpLink, type LinkRow } from '#exchange/erp-links/index.ts';
import { ensureRun } from '#exchange/runs/index.ts';
import { refused } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { importKind } from './kind.ts';
import { hastenOpen, insertRun } from './sql/runs.ts';

/** Changes can be asked for: their answers allow it, and a first reading said from where on. */
export const tellsChanges = (link: Pick<LinkRow, 'traits' | 'watermark'>): boolean =>
  link.traits.incremental !== 'none' && link.watermark !== null;

export type Asked = {
  link_id: string;
  genre: Exclude<GenreImport, 'signal'>;
  demande: 'automatique' | 'manuelle';
  demande_par: string | null;
};

/**
 * Writes the run a person can see and asks for the work; one of this kind that is open already is given instead, due now.
 * Where changes cannot be told, they are found by reading everything. Gives its id. Throws erp_link.not_found,
 * erp_link.not_ready, import.already_done, import.first_missing.
 */
export async function startImport(unit: Unit, asked: Asked): Promise<string> {
  const link = await getErpLink(unit, asked.link_id);
  if (link.etat !== 'active') throw refused('erp_link.not_ready');
  if (asked.genre === 'initial' && link.premier_import_at) throw refused('import.already_done');
  if (!['apercu', 'initial'].includes(asked.genre) && !link.premier_import_at) throw refused('import.first_missing');
  const genre = asked.genre === 'incremental' && !tellsChanges(link) ? 'complet' : asked.genre;
  return await ensureRun(unit, importKind, {
    ...{ link_id: link.id, id: newId() },
    insert: id => insertRun(unit, { ...asked, id, genre }),
    hasten: () => hastenOpen(unit, { link_id: link.id, genre }),
  });
}
