import type { LotPointages, ResultatLotPointages } from '#contract/heures.ts';
import { refused } from '#platform/errors.ts';
import { toProblem } from '#platform/http/problem.ts';
import { newId } from '#platform/ids.ts';
import type { Unit } from '#platform/unit.ts';
import { origineDe } from './auteur.ts';
import type { Demande, Issue } from './saisie/decide.ts';
import { decideAll, writeHours } from './saisie/write-hours.ts';

type Resultat = ResultatLotPointages['items'][number];

/**
 * A team's day, or a week. Each item on its own, found by person, chantier and day; one that is refused leaves the others; with
 * `atomique`, none is written then.
 */
export async function enterLot(unit: Unit, lot: LotPointages): Promise<ResultatLotPointages> {
  const demandes = lot.items.map(item => demandeOf(unit, item, lot));
  const issues = demandes.length > 0 ? await decideAll(unit, demandes) : [];
  const refusal = issues.some(issue => 'refus' in issue);
  if (lot.atomique && refusal) return { items: issues.map(issue => abandoned(unit, issue)) };
  await writeHours(
    unit,
    issues.flatMap(issue => ('ecriture' in issue ? [issue.ecriture] : [])),
  );
  return { items: issues.map(issue => resultOf(unit, issue)) };
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
  if ('refus' in issue) {
    const problem = toProblem(refused(issue.refus), { request_id: unit.request?.id ?? 'lot' });
    return { status: problem.status, id: null, version: null, problem };
  }
  if ('inchange' in issue)
    return { status: 200, id: issue.inchange.id, version: issue.inchange.version, problem: null };
  const { avant, apres } = issue.ecriture;
  if (!apres) return { status: 204, id: avant!.id, version: null, problem: null };
  return { status: avant ? 200 : 201, id: apres.id, version: apres.version, problem: null };
}

const abandoned = (unit: Unit, issue: Issue): Resultat =>
  resultOf(unit, 'refus' in issue ? issue : { refus: 'lot.abandoned' });
