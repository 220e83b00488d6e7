import {
  ByFeuille,
  ContesterFeuille,
  FeuilleHeures,
  HistoriqueFeuille,
  ReadSemaine,
  RepondreContestation,
  SemaineHeures,
  SignerFeuille,
} from '#contract/feuille.ts';
import { EquipeDuJour, ReadEquipe } from '#contract/pointage.ts';
import { route } from '#platform/http/route.ts';
import { answerContestation } from './feuille/answer-contestation.ts';
import { contestFeuille } from './feuille/contest-feuille.ts';
import { prefillFeuille } from './feuille/prefill-feuille.ts';
import { signFeuille } from './feuille/sign-feuille.ts';
import { writeFeuillePdf } from './feuille/write-feuille-pdf.ts';
import { type FeuilleLue, shapeEquipe, shapeFeuille, shapeSemaine } from './shapes.ts';
import { readEquipe } from './sql/equipe.ts';
import { readHistorique } from './sql/feuilles.ts';
import { type Cle, readFeuille, readSemaine } from './sql/semaine.ts';

const read = { base: 'v1', tag: 'Heures', access: { scope: 'heures:read' }, method: 'GET' } as const;
const write = { base: 'v1', tag: 'Heures', access: { scope: 'heures:write' }, method: 'POST', status: 200 } as const;
const onFeuille = { params: ByFeuille, reply: FeuilleHeures } as const;
const shaped = (lue: FeuilleLue, { params }: { params: Cle }) => shapeFeuille(lue, params.semaine);

export const feuillesRoutes = [
  route({
    ...read,
    path: '/pointages/equipe',
    summary: 'Lire la journée d’une équipe sur un chantier',
    query: ReadEquipe,
    reply: EquipeDuJour,
    read: ({ query }, at) => readEquipe(at, query),
    shape: shapeEquipe,
    absent: 'chantier.not_found',
  }),
  route({
    ...read,
    path: '/heures/semaine',
    summary: 'Lire la semaine de toutes les personnes',
    query: ReadSemaine,
    reply: SemaineHeures,
    read: ({ query }, at) => readSemaine(at, query),
    shape: shapeSemaine,
  }),
  route({
    ...read,
    ...onFeuille,
    path: '/feuilles-heures/:personne_id/:semaine',
    summary: 'Lire la semaine d’une personne',
    read: ({ params }, at) => readFeuille(at, params),
    shape: shaped,
    absent: 'feuille.not_found',
  }),
  route({
    ...read,
    path: '/feuilles-heures/:personne_id/:semaine/historique',
    summary: 'Lire ce qui a été fait des heures d’une semaine',
    params: ByFeuille,
    reply: HistoriqueFeuille,
    read: ({ params }, at) => readHistorique(at, params),
    absent: 'feuille.not_found',
  }),
  route({
    ...read,
    ...onFeuille,
    path: '/feuilles-heures/:personne_id/:semaine/pdf',
    summary: 'Télécharger la semaine d’une personne en PDF',
    read: ({ params }, at) => readFeuille(at, params),
    shape: shaped,
    absent: 'feuille.not_found',
    produces: 'application/pdf',
    write: writeFeuillePdf,
  }),
  // A person signs, never a machine in his name.
  route({
    ...write,
    ...onFeuille,
    access: 'account',
    path: '/feuilles-heures/:personne_id/:semaine/signature',
    summary: 'Signer sa semaine, ou dire pourquoi non',
    body: SignerFeuille,
    errors: ['feuille.not_found', 'feuille.vide', 'feuille.pas_la_sienne', 'feuille.empreinte_differente'],
    handle: (unit, { params, body }) => signFeuille(unit, params, body),
  }),
  route({
    ...write,
    ...onFeuille,
    path: '/feuilles-heures/:personne_id/:semaine/contestation',
    summary: 'Contester sa semaine',
    body: ContesterFeuille,
    errors: ['feuille.not_found', 'feuille.vide', 'feuille.pas_la_sienne'],
    handle: (unit, { params, body }) => contestFeuille(unit, params, body.commentaire),
  }),
  route({
    ...write,
    ...onFeuille,
    roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
    path: '/feuilles-heures/:personne_id/:semaine/reponse',
    summary: 'Répondre à une contestation',
    body: RepondreContestation,
    errors: [
      'feuille.not_found',
      'feuille.vide',
      'pointage.les_siennes',
      'pointage.validation_refusee',
      'feuille.rien_a_repondre',
    ],
    handle: (unit, { params, body }) => answerContestation(unit, params, body.reponse),
  }),
  route({
    ...write,
    ...onFeuille,
    path: '/feuilles-heures/:personne_id/:semaine/preremplissage',
    summary: 'Préremplir une semaine depuis le planning',
    errors: ['feuille.not_found'],
    handle: (unit, { params }) => prefillFeuille(unit, params),
  }),
];
