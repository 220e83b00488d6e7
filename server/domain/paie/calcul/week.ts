// The variables that the rules find in a week of a person. Pure: the same hours in any order give the same variables.
import { ajouterJours } from '#contract/calendrier.ts';
import { type Day, foundInDay, minutesDeConges } from './day.ts';
import { splitWeek } from './overtime.ts';
import type { ReglagesLe, Semaine, Trouvee } from './types.ts';

/** Pay carries employés only: intérimaires have their relevé, sous-traitants nothing (C. trav. L.8231-1, L.8241-1). */
export function variablesOf(semaine: Semaine, reglagesLe: ReglagesLe): Trouvee[] {
  if (semaine.personne.type_personne !== 'employe') return [];
  const days = daysOf(semaine, reglagesLe);
  const found = [
    ...days.flatMap(day => foundInDay(day).map(one => ({ jour: day.jour, ...one }))),
    ...hoursOfWeek(semaine, days, reglagesLe(semaine.debut)),
  ];
  return found.filter(one => !semaine.main.some(by => by.jour === one.jour && by.rubrique === one.rubrique));
}

function daysOf(semaine: Semaine, reglagesLe: ReglagesLe): Day[] {
  return [0, 1, 2, 3, 4, 5, 6].map(n => {
    const jour = ajouterJours(semaine.debut, n);
    const ofDay = <T extends { jour: string }>(all: readonly T[]) => all.filter(one => one.jour === jour);
    const reglages = reglagesLe(jour);
    return {
      jour,
      reglages,
      horaire: (semaine.personne.horaire ?? reglages.horaire)[n] ?? 0,
      heures: ofDay(semaine.heures),
      absences: ofDay(semaine.absences),
      grand_deplacement: ofDay(semaine.main).some(
        ({ rubrique, quantite }) => rubrique === 'grand_deplacement' && quantite > 0,
      ),
    };
  });
}

type Reglages = ReturnType<ReglagesLe>;

function hoursOfWeek({ personne, debut }: Semaine, days: readonly Day[], reglages: Reglages): Trouvee[] {
  const split = splitWeek(
    {
      travaillees: days.map(({ heures }) => heures.reduce((sum, one) => sum + one.minutes, 0)),
      conges: days.reduce((sum, day) => sum + minutesDeConges(day), 0),
      horaire: days.reduce((sum, { horaire }) => sum + horaire, 0),
      comprises: personne.heures_sup_comprises,
    },
    reglages,
  );
  const jour = dayOfTheWeek({ personne, debut }, reglages);
  const line = (rubrique: string, quantite: number, on = jour): Trouvee => ({
    jour: on,
    rubrique,
    quantite,
    zone: null,
    chantier_id: null,
  });
  return [
    ...days.map((day, n) => line('heures_normales', split.normales[n]!, day.jour)),
    line('heures_complementaires', split.complementaires),
    line('heures_sup_25', split.sup_25),
    line('heures_sup_50', split.sup_50),
  ].filter(({ quantite }) => quantite > 0);
}

/** What is reckoned by the week carries one date: it puts a week over two months into one of them. Nobody is paid after he left. */
function dayOfTheWeek({ personne, debut }: Pick<Semaine, 'personne' | 'debut'>, reglages: Reglages): string {
  if (reglages.semaine_a_cheval === 'debut') return debut;
  const fin = ajouterJours(debut, 6);
  const { date_sortie } = personne;
  return date_sortie && date_sortie >= debut && date_sortie < fin ? date_sortie : fin;
}
