// From what the statements give to what the contract says: pure.
import { joursDe } from '#contract/calendrier.ts';
import type { FeuilleHeures, ReadSemaine, SemaineHeures } from '#contract/feuille.ts';
import type { ReglagesPaie } from '#contract/paie.ts';
import type { EquipeDuJour, Pointage, ReadEquipe } from '#contract/pointage.ts';
import type { StatutPointage } from '#contract/values.ts';
import { alertesDe, type SemaineTravaillee, type Travail } from './alertes/rules.ts';
import { minutesAttendues, type Prevue, proposer } from './prefill/rules.ts';

type Ligne = Travail & { id: string; version: number; chantier_id: string; statut: StatutPointage; visible: boolean };
type Lue = Omit<SemaineTravaillee, 'travaux' | 'absences'> & {
  nom: string;
  prenom: string;
  type_personne: FeuilleHeures['type_personne'];
  horaire: number[] | null;
  travaux: Ligne[];
  absences: FeuilleHeures['absences'];
};
type Place = Pick<Pointage, 'chantier_code' | 'chantier_nom' | 'couleur'>;
export type FeuilleLue = Lue & {
  id: string | null;
  version: number;
  reglages: ReglagesPaie;
  cloturee: boolean;
  toute_cloturee: boolean;
  pointages: Pointage[];
  affectations: (Prevue & Place)[];
  tout: boolean;
  sienne: boolean;
  en_personne: boolean;
  vise: boolean;
} & Pick<FeuilleHeures, 'signature' | 'contestation' | 'empreinte'>;

/** Of a week or of a part of it (domain.md §1): one rejected says that something is to be done. */
export function statutDe(statuts: readonly StatutPointage[]): StatutPointage | null {
  if (statuts.length === 0) return null;
  if (statuts.every(statut => statut === 'valide')) return 'valide';
  return statuts.includes('rejete') ? 'rejete' : statuts.includes('soumis') ? 'soumis' : 'brouillon';
}

const sum = (lignes: readonly { minutes: number }[]): number => lignes.reduce((n, { minutes }) => n + minutes, 0);
const momentsOf = (absences: Lue['absences'], jour: string): string[] =>
  absences.filter(one => one.jour === jour).map(({ moment }) => moment);

export function shapeFeuille(lue: FeuilleLue, semaine: string): FeuilleHeures {
  const jours = joursDe(semaine);
  const dans = lue.travaux.filter(({ jour }) => jours.includes(jour));
  const { reglages, pointages, tout, sienne, vise, signature, contestation, empreinte } = lue;
  const remplie = dans.length > 0;
  const autrui = !sienne || reglages.valider_les_siennes;
  return {
    ...{ id: lue.id, version: lue.version, personne_id: lue.personne_id, nom: lue.nom, prenom: lue.prenom },
    ...{ type_personne: lue.type_personne, semaine, debut: jours[0]!, fin: jours[6]! },
    statut: statutDe(pointages.map(({ statut }) => statut)),
    minutes: sum(pointages),
    autres_minutes: sum(dans.filter(({ visible }) => !visible)),
    horaire: lue.horaire ?? reglages.horaire,
    cloturee: lue.cloturee,
    pointages,
    absences: lue.absences.slice(0, 14),
    proposes: propositions(lue, semaine),
    ...{ signature, contestation, empreinte },
    alertes: alertesDe(semaine, lue, reglages).slice(0, 50),
    peut: {
      saisir: tout || !lue.toute_cloturee,
      valider: remplie && autrui && (tout || vise),
      signer: remplie && sienne && lue.en_personne,
      contester: remplie && sienne,
    },
  };
}

/** What the planning says and nobody has entered, on days when the person is there. */
export function propositions(lue: FeuilleLue, semaine: string): FeuilleHeures['proposes'] {
  const { affectations, absences, travaux, reglages } = lue;
  const horaire = lue.horaire ?? reglages.horaire;
  return joursDe(semaine).flatMap(jour => {
    const prevues = affectations.filter(one => one.jour === jour);
    const moments = momentsOf(absences, jour);
    return proposer(jour, prevues, { horaire, moments, reglages })
      .filter(({ chantier_id }) => !travaux.some(one => one.jour === jour && one.chantier_id === chantier_id))
      .map(({ id, chantier_id, minutes, plages }) => {
        const { chantier_code, chantier_nom, couleur } = prevues.find(one => one.id === id)!;
        return { affectation_id: id, chantier_id, chantier_code, chantier_nom, couleur, jour, minutes, plages };
      });
  });
}

type SemaineLue = {
  reglages: ReglagesPaie;
  chantiers: SemaineHeures['chantiers'];
  personnes: (Lue & {
    metiers: string[];
    feuille_id: string | null;
    version: number;
    signature: SemaineHeures['personnes'][number]['signature'];
    contestee: boolean | null;
  })[];
};

export function shapeSemaine(lue: SemaineLue, { query }: { query: ReadSemaine }): SemaineHeures {
  const { semaine, statut, chantier_id } = query;
  const jours = joursDe(semaine);
  const personnes = lue.personnes.map(one => rowOf(one, { semaine, jours, chantier_id, reglages: lue.reglages }));
  return {
    ...{ semaine, debut: jours[0]!, fin: jours[6]!, chantiers: lue.chantiers },
    personnes: personnes.filter(one => statut === undefined || one.statut === statut),
  };
}

type Week = { semaine: string; jours: readonly string[]; chantier_id: string | undefined; reglages: ReglagesPaie };

function rowOf(
  lue: SemaineLue['personnes'][number],
  { semaine, jours, chantier_id, reglages }: Week,
): SemaineHeures['personnes'][number] {
  const vues = lue.travaux.filter(
    one => one.visible && jours.includes(one.jour) && (chantier_id === undefined || one.chantier_id === chantier_id),
  );
  const horaire = lue.horaire ?? reglages.horaire;
  const moments = jours.map(jour => momentsOf(lue.absences, jour));
  return {
    ...{ personne_id: lue.personne_id, nom: lue.nom, prenom: lue.prenom, type_personne: lue.type_personne },
    ...{ metiers: lue.metiers, feuille_id: lue.feuille_id, version: lue.version, signature: lue.signature },
    statut: statutDe(vues.map(one => one.statut)),
    minutes: sum(vues),
    minutes_attendues: sum(
      jours.map((jour, i) => ({ minutes: minutesAttendues(jour, { horaire, moments: moments[i]! }) })),
    ),
    contestee: lue.contestee === true,
    alertes: [...new Set(alertesDe(semaine, lue, reglages).map(({ code }) => code))],
    jours: jours.map((jour, i) => {
      const pointages = vues.filter(one => one.jour === jour);
      return {
        jour,
        minutes: sum(pointages),
        absence: (moments[i]![0] as SemaineHeures['personnes'][number]['jours'][number]['absence']) ?? null,
        pointages: pointages.map(({ id, version, chantier_id: on, minutes, statut }) => ({
          ...{ id, version, chantier_id: on, minutes, statut },
        })),
      };
    }),
  };
}

type EquipeLue = Omit<EquipeDuJour, 'jour' | 'personnes'> & {
  reglages: ReglagesPaie;
  personnes: (Omit<EquipeDuJour['personnes'][number], 'attendue' | 'propose' | 'absence'> & {
    horaire: number[] | null;
    affectations: Prevue[];
    moments: NonNullable<EquipeDuJour['personnes'][number]['absence']>[];
    membre: boolean;
  })[];
};

export function shapeEquipe(
  { reglages, personnes, ...equipe }: EquipeLue,
  { query: { jour } }: { query: ReadEquipe },
): EquipeDuJour {
  return {
    ...{ ...equipe, jour },
    personnes: personnes.map(({ horaire: own, affectations, moments, membre, ...personne }) => {
      const horaire = own ?? reglages.horaire;
      const here = affectations.some(one => one.chantier_id === equipe.chantier_id);
      const planned = proposer(jour, affectations, { horaire, moments, reglages }).find(
        one => one.chantier_id === equipe.chantier_id,
      );
      const rest = { minutes: minutesAttendues(jour, { horaire, moments }), plages: [] };
      const { minutes, plages } = planned ?? rest;
      return {
        ...personne,
        attendue: here ? 'planning' : membre ? 'equipe' : 'pointage',
        propose: { minutes, plages },
        absence: moments[0] ?? null,
      };
    }),
  };
}
