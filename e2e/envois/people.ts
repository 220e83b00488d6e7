// The people of an ERP as the contract writes them, to be looked at.
import { LecturePersonnes, PersonneErp } from '../../contract/personne-erp.ts';
import { LINK_ID } from '../erp-states.ts';
import { ago, uuid } from './states.ts';

export const lecture = (own: Partial<LecturePersonnes> = {}): LecturePersonnes =>
  LecturePersonnes.parse({
    link_id: LINK_ID,
    en_cours: false,
    demandee_at: null,
    lue_at: ago(190),
    prochain_essai_at: null,
    illisibles: 0,
    probleme: null,
    compte: { a_relier: 4, reliees: 41, ignorees: 2 },
    ...own,
  } satisfies LecturePersonnes);

const proposed = (n: number, personne: string, par: 'matricule' | 'email' | 'nom') => ({
  personne_id: uuid(700 + n),
  personne,
  par,
});
const PEOPLE: Partial<PersonneErp>[] = [
  { prenom: 'Inès', nom: 'Da Silva', email: 'ines@exemple.fr', propositions: [proposed(3, 'Inès Da Silva', 'nom')] },
  {
    ...{ prenom: 'Luc', nom: 'Martin', matricule: '00042' },
    propositions: [proposed(5, 'Luc Martin', 'matricule'), proposed(9, 'Luc Martin-Roche', 'nom')],
  },
  { prenom: 'Ousmane', nom: 'Traoré', email: 'ousmane.traore@exemple.fr', role: 'Ouvrier' },
  { prenom: 'Cabinet', nom: 'Comptable', email: 'compta@exemple.fr', role: 'Administrateur' },
];
export const personnes = (more: Partial<PersonneErp>[] = []): PersonneErp[] =>
  [...PEOPLE, ...more].map((own, index) =>
    PersonneErp.parse({
      id: uuid(970 + index),
      version: 1,
      link_id: LINK_ID,
      external_id: `usr_${index}`,
      nom: null,
      prenom: null,
      email: null,
      matricule: null,
      role: null,
      actif: true,
      disparue_at: null,
      personne_id: null,
      personne: null,
      trouve_par: null,
      ignoree: false,
      note: null,
      propositions: [],
      created_at: ago(1000),
      updated_at: ago(1000),
      ...own,
    } satisfies PersonneErp),
  );
export const LINKED: Partial<PersonneErp>[] = [
  { prenom: 'Paul', nom: 'Blanc', personne_id: uuid(702), personne: 'Paul Blanc', trouve_par: 'matricule' },
  { prenom: 'Standard', nom: 'Accueil', ignoree: true, note: 'Compte de service' },
];
