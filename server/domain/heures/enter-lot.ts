import type { LotPointages, ResultatLotPointages } from '#contract/pointage.ts';
import { createAbsence } from '#domain/absences/index.ts';
import { AppError, refused } from '#platform/errors.ts';
import { toProblem } from '#platform/http/problem.ts';
import { newId } from '#platform/ids.ts';
import { inSavepoint } from '#platform/unit/savepoint.ts';
import type { Unit } from '#platform/unit.ts';
import { origineDe } from './auteur.ts';
import type { Demande, Issue } from './saisie/decide.ts';
import { decideAll, writeHours } from './saisie/write-hours.ts';

type Resultat = ResultatLotPointages['items'][number];

/**
 * A team's day, or a week, with who is absent. Each item on its own, found by person, chantier and day; one that is refused leaves
 * the others; with `atomique`, none is written then.
 */
export async function enterLot(unit: Unit, lot: LotPointages): Promise<ResultatLotPointages> {
  const failed = ({ status }: Resultat) => status >= 400;
  try {
    const { result, events } = await inSavepoint(unit, async part => {
      const items = [...(await enterItems(part, lot)), ...(await enterAbsences(part, lot))];
      if (lot.atomique && items.some(failed)) throw new Abandoned(items);
      return items;
    });
    await unit.publishAll(events);
    return { items: result };
  } catch (error) {
    if (!(error instanceof Abandoned)) throw error;
    const abandoned = refusalOf(unit, refused('lot.abandoned'));
    return { items: error.items.map(item => (failed(item) ? item : abandoned)) };
  }
}

/** Undoes what an atomic lot wrote. */
class Abandoned extends Error {
  readonly items: Resultat[];
  constructor(items: Resultat[]) {
    super('an item of an atomic lot was refused');
    this.name = 'Abandoned';
    this.items = items;
  }
}

async function enterItems(unit: Unit, lot: LotPointages): Promise<Resultat[]> {
  if (lot.items.length === 0) return [];
  const issues = await decideAll(
    unit,
    lot.items.map(item => demandeOf(unit, item, lot)),
  );
  await writeHours(
    unit,
    issues.flatMap(issue => ('ecriture' in issue ? [issue.ecriture] : [])),
  );
  return issues.map(issue => resultOf(unit, issue));
}

/** Why is said later, by whoever may say it. */
async function enterAbsences(unit: Unit, { absences }: LotPointages): Promise<Resultat[]> {
  const results: Resultat[] = [];
  for (const { personne_id, jour, moment } of absences) {
    const asked = { personne_id, debut: jour, fin: jour, moment, motif: null, commentaire: null };
    try {
      if (unit.actor.chantiers) throw refused('api_key.bound');
      const { result, events } = await inSavepoint(unit, part => createAbsence(part, asked));
      await unit.publishAll(events);
      results.push({ status: 201, id: result.id, version: result.version, problem: null });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      results.push(refusalOf(unit, error));
    }
  }
  return results;
}

function demandeOf(unit: Unit, item: LotPointages['items'][number], { soumettre, motif }: LotPointages): Demande {
  const { personne_id, chantier_id, jour, version, supprimer, ...saisie } = item;
  return {
    ...{ personne_id, chantier_id, jour, version, saisie, soumettre, motif },
    supprimer: supprimer === true,
    origine: origineDe(unit, personne_id),
    nouvel_id: newId(),
  };
}

function resultOf(unit: Unit, issue: Issue): Resultat {
  if ('refus' in issue) return refusalOf(unit, refused(issue.refus));
  if ('inchange' in issue)
    return { status: 200, id: issue.inchange.id, version: issue.inchange.version, problem: null };
  const { avant, apres } = issue.ecriture;
  if (!apres) return { status: 204, id: avant!.id, version: null, problem: null };
  return { status: avant ? 200 : 201, id: apres.id, version: apres.version, problem: null };
}

function refusalOf(unit: Unit, error: AppError): Resultat {
  const problem = toProblem(error, { request_id: unit.request?.id ?? 'lot' });
  return { status: problem.status, id: null, version: null, problem };
}
