// One repair: what stands over there is looked at once more, and only what is still as it was seen is given to the next envoi.
import { erpLinkTopic, openSession } from '#exchange/erp-links/index.ts';
import { type Repair, repairLines } from '#exchange/exports/index.ts';
import type { RunDeps } from '#exchange/runs/index.ts';
import { AppError } from '#platform/errors.ts';
import { erpLinkActor, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { LigneVue } from '../../../connectors/connector.ts';
import { reasons } from '../messages.ts';
import {
  adoptEntries,
  endRepair,
  type Fact,
  findPlaces,
  listRepairable,
  type RepairRow,
  saveLook,
} from '../sql/repairs.ts';
import { meetTrouble, whatNext } from '../trouble.ts';

/** Ours are never older than the first try, give or take a clock that is not ours. */
const OVERLAP_MS = 120_000;

/** Never throws for what the ERP does: that is written on the repair. */
export async function repairCell(deps: RunDeps, repair: RepairRow, signal: AbortSignal): Promise<void> {
  const actor = erpLinkActor({ link_id: repair.link_id, run_id: null });
  try {
    const vues = await look(deps, repair, signal);
    await deps.inUnit(actor, unit => carryOut(unit, repair, vues));
  } catch (error) {
    if (error instanceof AppError)
      return await deps.inUnit(actor, unit => end(unit, repair, { etat: 'refused', raison: error.message }));
    await meetTrouble(deps, { link_id: repair.link_id, signal, error }, async (unit, trouble) => {
      const next = whatNext(unit, trouble, repair.essais);
      const raison = trouble.probleme?.phrase ?? null;
      await endRepair(unit, repair, { etat: next.again ? 'waiting' : 'refused', raison, prochain_essai_at: next.at });
      return next.at;
    });
  }
}

async function look(deps: RunDeps, repair: RepairRow, signal: AbortSignal): Promise<LigneVue[]> {
  const { session, link } = await openSession(deps, repair.link_id, { signal });
  if (link.pas_avant && Date.parse(link.pas_avant) > deps.clock().epochMilliseconds)
    throw new UpstreamError({ word: 'busy', retry_at: link.pas_avant });
  if (!session.heures) throw new UpstreamError({ word: 'denied', why: 'rights' });
  const places = await deps.inUnit(erpLinkActor({ link_id: repair.link_id, run_id: null }), unit =>
    findPlaces(unit, repair),
  );
  const vues: LigneVue[] = [];
  for (const { personne, jours, depuis, lignes } of places) {
    const from = new Date(Date.parse(depuis) - OVERLAP_MS).toISOString();
    vues.push(...(await session.heures.find({ personne, jours, depuis: from, lignes })));
  }
  return vues;
}

const GESTES = { envoyer: 'renvoyer', retirer: 'retirer', remplacer: 'remplacer', adopter: 'adopter' } as const;

async function carryOut(unit: Unit, repair: RepairRow, vues: readonly LigneVue[]): Promise<void> {
  await saveLook(unit, { repair, vues });
  const facts = await listRepairable(unit, repair);
  if (facts.length === 0) return await end(unit, repair, { etat: 'done', raison: reasons.nothing });
  if (repair.reparation === 'adopter') await adoptEntries(unit, repair, facts);
  const { link_id, personne_id, jour, demande_par } = repair;
  const { export_id, ferme } = await repairLines(unit, {
    ...{ link_id, personne_id, jour, par: demande_par },
    repairs: facts.flatMap(fact => toRepair(repair, fact)),
  });
  await end(unit, repair, {
    etat: ferme === null ? 'done' : 'refused',
    raison: ferme && reasons.closed(ferme),
    export_id,
  });
}

/** What is adopted as it stands is no matter for the ledger, unless the entry is another one. */
function toRepair({ reparation }: RepairRow, fact: Fact): Repair[] {
  if (reparation === 'adopter' && !fact.autre_id) return [];
  const { ligne_id, external_id, erp_version, minutes } = fact;
  return [{ geste: GESTES[reparation], ligne_id, external_id, version: erp_version, minutes }];
}

async function end(unit: Unit, repair: RepairRow, how: Parameters<typeof endRepair>[2]): Promise<void> {
  await endRepair(unit, repair, how);
  await unit.tell(erpLinkTopic(repair.link_id));
}
