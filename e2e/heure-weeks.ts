// A week of many people, in every state (heure-states.ts).
import { LigneSemaine, type SemaineHeures } from '../contract/feuille.ts';
import type { StatutPointage } from '../contract/values.ts';
import { CHANTIERS, JOURS, PEOPLE, SEMAINE, uuid } from './heure-states.ts';

const STATUTS: StatutPointage[] = ['soumis', 'valide', 'brouillon', 'rejete', 'valide'];

const ligne = (rank: number) => {
  const [nom, prenom] = PEOPLE[rank % PEOPLE.length]!;
  const statut = STATUTS[rank % STATUTS.length]!;
  const days = rank % 7 === 6 ? 0 : 4;
  const jours = JOURS.map((jour, index) => {
    const minutes = index < days ? 420 + ((rank * 7 + index * 15) % 60) : 0;
    const chantier_id = CHANTIERS[(rank + index) % 2]!.id;
    return {
      jour,
      minutes,
      absence: index === 4 && rank % 4 === 0 ? ('journee' as const) : null,
      pointages: minutes > 0 ? [{ id: uuid(5000 + rank * 10 + index), version: 1, chantier_id, minutes, statut }] : [],
    };
  });
  return LigneSemaine.parse({
    personne_id: uuid(1000 + rank),
    nom: rank < PEOPLE.length ? nom : `${nom} ${rank}`,
    prenom,
    type_personne: rank % 5 === 3 ? 'interimaire' : 'employe',
    feuille_id: days > 0 ? uuid(3000 + rank) : null,
    version: 1,
    statut: days > 0 ? statut : null,
    minutes: jours.reduce((sum, { minutes }) => sum + minutes, 0),
    minutes_attendues: 2100,
    signature: rank % 3 === 0 ? 'signee' : rank % 7 === 1 ? 'caduque' : null,
    contestee: rank % 9 === 4,
    metiers: rank % 2 === 0 ? ['Maçon'] : [],
    alertes: rank % 4 === 1 ? ['jour_long'] : [],
    jours,
  } satisfies SemaineHeures['personnes'][number]);
};

export const semaine = (people: number): SemaineHeures => ({
  semaine: SEMAINE,
  debut: JOURS[0]!,
  fin: JOURS[6]!,
  chantiers: CHANTIERS,
  personnes: Array.from({ length: people }, (_, rank) => ligne(rank)),
});
