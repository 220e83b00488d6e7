import type { Chronologie, EtapeChronologie } from '#contract/chronologie.ts';
import { EVENTS } from '#contract/events.ts';
import {
  ACTIONS_LIGNE,
  ETATS_LIGNE_ENVOI,
  ETATS_RETRAIT,
  GESTES_POINTAGE,
  STATUTS_CHANTIER,
  VERDICTS,
} from '#contract/values.ts';

/** What the statement says of a step, before it has words. */
export type Faits = {
  marque?: string;
  minutes?: number;
  minutes_erp?: number | null;
  debut?: string | null;
  fin?: string | null;
  ignoree?: boolean;
  erp?: string | null;
  par_erp?: boolean;
  etat?: string;
};
export type EtapeLue = Pick<EtapeChronologie, 'at' | 'genre' | 'code' | 'par' | 'changements' | 'lien'> & {
  raison: string | null;
  faits: Faits;
};
export type ChronologieLue = Omit<Chronologie, 'etapes'> & { etapes: EtapeLue[] };

/** `7 h 20`; `45 min`. */
export function enHeures(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`;
}

const CHAMPS: Record<string, string> = {
  ...{ chantier_id: 'Chantier', minutes: 'Durée', plages: 'Horaires', panier: 'Panier', zone: 'Zone' },
  ...{ nom: 'Nom', code: 'Code', statut: 'Statut', adresse: 'Adresse', date_debut: 'Début', date_fin: 'Fin' },
  ...{ minutes_estimees: 'Heures prévues', description: 'Description', maitre_ouvrage: 'Maître d’ouvrage' },
  ...{ equipe: 'Équipe', references: 'Références', contacts: 'Contacts', commune: 'Commune', couleur: 'Couleur' },
};

type Read = (value: string) => string;
const READ: Record<string, Read> = {
  minutes: value => enHeures(Number(value)),
  minutes_estimees: value => enHeures(Number(value)),
  panier: value => (value === 'true' ? 'oui' : 'non'),
  statut: value => (STATUTS_CHANTIER as Record<string, string>)[value] ?? value,
  plages: value =>
    (JSON.parse(value) as { debut: string; fin: string }[]).map(({ debut, fin }) => `${debut}–${fin}`).join(', '),
};

type Changement = EtapeChronologie['changements'][number];

function shapeChangement({ champ, avant, apres }: Changement): Changement {
  const read = (value: string | null) => (value === null ? null : (READ[champ]?.(value) ?? value).slice(0, 300));
  return { champ: CHAMPS[champ] ?? champ, avant: read(avant), apres: read(apres) };
}

const REPARATIONS: Record<string, string> = {
  envoyer: 'Renvoyer ce qui manque',
  retirer: 'Retirer ce qui est en trop',
  remplacer: 'Remplacer par ce qui est validé',
  adopter: 'Laisser les horaires de l’ERP',
};

const nameOf = (labels: Record<string, string>, code: string): string => labels[code] ?? code;
/** Within a sentence; « ERP » stays as it is. */
const within = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);
const theErp = ({ erp }: Faits): string => erp ?? 'L’ERP';

const TITLES: Record<EtapeLue['genre'], (etape: EtapeLue) => string> = {
  signal: ({ faits }) => `${theErp(faits)} signale un changement`,
  lecture: ({ code, faits }) => `Lu dans ${faits.erp ?? 'l’ERP'} : ${within(nameOf(ACTIONS_LIGNE, code))}`,
  evenement: ({ code, faits }) =>
    `${(EVENTS as Record<string, { title: string }>)[code]?.title ?? code}${faits.par_erp ? ', d’après l’ERP' : ''}`,
  conflit: ({ code }) => `Changé des deux côtés : ${code === 'app' ? 'ce qui est ici reste' : 'l’ERP l’emporte'}`,
  geste: ({ code }) => `Heures : ${within(nameOf(GESTES_POINTAGE, code))}`,
  envoi: ({ code, faits }) => {
    const state = code.startsWith('retrait_')
      ? nameOf(ETATS_RETRAIT, code.slice('retrait_'.length))
      : nameOf(ETATS_LIGNE_ENVOI, code);
    return `${faits.marque ?? 'Ligne'} : ${faits.ignoree ? 'ignorée' : within(state)}`;
  },
  constat: ({ code, faits }) => `Comparé avec ${faits.erp ?? 'l’ERP'} : ${within(nameOf(VERDICTS, code))}`,
  reparation: ({ code }) => `Réparer : ${within(nameOf(REPARATIONS, code))}`,
};

function detailOf({ genre, raison, faits }: EtapeLue): string | null {
  if (genre === 'constat' && faits.minutes !== undefined)
    return `${enHeures(faits.minutes)} ici, ${enHeures(faits.minutes_erp ?? 0)} là-bas.`;
  if (genre === 'envoi' && raison === null && faits.minutes !== undefined) {
    const slot = faits.debut && faits.fin ? ` de ${faits.debut} à ${faits.fin}` : '';
    return `${enHeures(faits.minutes)}${slot}.`;
  }
  return raison;
}

export const shapeChronologie = ({ etapes, ...about }: ChronologieLue): Chronologie => ({
  ...about,
  etapes: etapes.map(etape => ({
    ...{ at: etape.at, genre: etape.genre, code: etape.code.slice(0, 60), par: etape.par, lien: etape.lien },
    titre: TITLES[etape.genre](etape).slice(0, 200),
    detail: detailOf(etape)?.slice(0, 500) ?? null,
    changements: etape.changements.slice(0, 50).map(shapeChangement),
  })),
});
