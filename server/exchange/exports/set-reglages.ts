import { Temporal } from 'temporal-polyfill';
import type { ReglagesEnvoi, SanteEnvois, SetReglagesEnvoi } from '#contract/export.ts';
import { erpLinkTopic, getErpLink } from '#exchange/erp-links/index.ts';
import { AppError, checkVersion, refused } from '#platform/errors.ts';
import type { Unit } from '#platform/unit.ts';
import { jourFits, nextDueAt, parisDay, type Schedule } from './rules.ts';
import { countBacklog } from './sql/jours.ts';
import { inheritLedger } from './sql/lignes.ts';
import { findReglages, type Reglages, saveReglages, takeReglages } from './sql/reglages.ts';

type Found = Omit<ReglagesEnvoi, 'prochain_at'> & { maintenant: string };

/** When it is its turn next: worked out, never stored. Pure. */
export function shapeReglages({ maintenant, ...reglages }: Found, now: Parameters<typeof nextDueAt>[1]): ReglagesEnvoi {
  return { ...reglages, prochain_at: reglages.actif ? nextDueAt(reglages, now) : null };
}

export type SanteLue = Omit<SanteEnvois, 'prochain_at'> & { depart: Schedule | null; maintenant: string };
/** Pure, too. */
export const shapeSante = ({ depart, maintenant, ...sante }: SanteLue): SanteEnvois => ({
  ...sante,
  prochain_at: depart && nextDueAt(depart, Temporal.Instant.from(maintenant)),
});

/**
 * Switched on, it asks each time what to do with hours that wait already. Throws erp_link.not_found, precondition.failed,
 * export.impossible, export.backlog_unanswered, export.horaires_unaccepted, invalid.
 */
export async function setReglages(
  unit: Unit,
  { id, version, ...wanted }: SetReglagesEnvoi & { id: string; version: number },
): Promise<ReglagesEnvoi> {
  const link = await getErpLink(unit, id);
  const before = await takeReglages(unit, id);
  checkVersion(before ?? { version: 0 }, version);
  if (!jourFits(wanted)) {
    const errors = [{ pointer: '/jour', code: 'too_big', message: 'Un jour de la semaine va de 1 (lundi) à 7' }];
    throw new AppError('invalid', { errors });
  }
  if (wanted.actif && link.traits.hours === 'none') throw refused('export.impossible');
  const begins = wanted.actif && !before?.actif;
  const depuis = begins ? await firstDay(unit, wanted, { id, before }) : (before?.depuis ?? parisDay(unit.now));
  const accepted_at = acceptedAt(unit, wanted, before);
  if (wanted.actif && link.traits.hours === 'slots' && !accepted_at) throw refused('export.horaires_unaccepted');
  if (begins) await inheritLedger(unit, { link_id: id, system: link.system });
  await saveReglages(unit, {
    ...{
      link_id: id,
      actif: wanted.actif,
      frequence: wanted.frequence,
      jour: wanted.jour,
      heure: wanted.heure,
      depuis,
    },
    actif_depuis: begins ? unit.now.toString() : (before?.actif_depuis ?? null),
    horaires_acceptes_at: accepted_at,
    horaires_acceptes_par: wanted.horaires_acceptes ? unit.actor.personne_id : null,
  });
  await unit.tell(erpLinkTopic(id));
  const saved = await findReglages(unit, id);
  return shapeReglages(saved!.reglages, unit.now);
}

const acceptedAt = (unit: Unit, wanted: SetReglagesEnvoi, before: Reglages | null): string | null =>
  before?.horaires_acceptes_at ?? (wanted.horaires_acceptes ? unit.now.toString() : null);

/** Of what is sent from now on: today's, or the first that waits. Throws export.backlog_unanswered. */
async function firstDay(
  unit: Unit,
  { arriere, depuis }: SetReglagesEnvoi,
  { id, before }: { id: string; before: Reglages | null },
): Promise<string> {
  const today = parisDay(unit.now);
  const waiting = await countBacklog(unit, { link_id: id, avant: today });
  if (waiting.jours > 0 && !arriere) throw refused('export.backlog_unanswered', waiting);
  // Nothing waits, and nobody asked to leave anything: what is validated later must not be of before by that.
  if (!arriere && before) return before.depuis;
  if (arriere !== 'envoyer') return today;
  const first = [waiting.premier, before?.depuis].filter(jour => typeof jour === 'string').sort()[0];
  return depuis ?? first ?? today;
}
