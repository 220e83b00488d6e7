// The chronologie of a line of hours and of a chantier, as the contract writes them (states.ts).
import { Chronologie } from '../../contract/chronologie.ts';

export const uuid = (n: number) => `0199c8f0-6f4a-7000-8000-${String(9000 + n).padStart(12, '0')}`;
export const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

type Etape = Chronologie['etapes'][number];
const etape = (minutes: number, own: Partial<Etape> & Pick<Etape, 'genre' | 'code' | 'titre'>): Etape => ({
  ...{ at: ago(minutes), detail: null, par: null, changements: [], lien: null },
  ...own,
});
const [DAY, HOUR] = [1440, 60];
const compared = (days: number): Etape =>
  etape(days * DAY, { genre: 'constat', code: 'egal', titre: 'Comparé avec Costructor : égal' });
const envoi = { objet: 'export' as const, id: uuid(730) };
const HOURS: Etape[] = [
  etape(9 * DAY + 3 * HOUR, {
    ...{ genre: 'geste', code: 'saisi', titre: 'Heures : saisi', par: 'Cédric Perrier' },
    changements: [
      { champ: 'Chantier', avant: null, apres: 'A014 Résidence Les Tilleuls' },
      { champ: 'Durée', avant: null, apres: '7 h' },
      { champ: 'Horaires', avant: null, apres: '08:00–12:00, 13:00–16:00' },
    ],
  }),
  etape(8 * DAY + 2 * HOUR, {
    ...{ genre: 'geste', code: 'modifie', titre: 'Heures : modifié', par: 'Sophie Arnaud' },
    detail: 'Coulage fini plus tard',
    changements: [
      { champ: 'Durée', avant: '7 h', apres: '7 h 20' },
      { champ: 'Horaires', avant: '08:00–12:00, 13:00–16:00', apres: '08:00–12:00, 13:00–16:20' },
    ],
  }),
  etape(8 * DAY + HOUR, { genre: 'geste', code: 'valide', titre: 'Heures : validé', par: 'Sophie Arnaud' }),
  etape(7 * DAY, { genre: 'envoi', code: 'to_send', titre: 'HC-2N9D : à envoyer', detail: '3 h 20 de 13:00 à 16:20.' }),
  etape(7 * DAY - 1, {
    ...{ genre: 'envoi', code: 'doubtful', titre: 'HC-2N9D : en doute', lien: envoi },
    detail: 'Costructor n’a pas dit s’il a pris ces heures : le hub regarde là-bas avant de renvoyer quoi que ce soit.',
  }),
  etape(7 * DAY - 3, {
    genre: 'envoi',
    code: 'sent',
    titre: 'HC-2N9D : dans l’ERP',
    detail: 'Retrouvée là-bas.',
    lien: envoi,
  }),
  ...[6, 5, 4, 3, 2, 1].map(compared),
  etape(3, {
    ...{ genre: 'constat', code: 'modifie', titre: 'Comparé avec Costructor : modifié là-bas' },
    detail: '3 h 20 ici, 2 h là-bas.',
  }),
];
export const SUBJECT = uuid(702);
export const CHRONOLOGIE = Chronologie.parse({
  ...{ objet: 'ligne_envoi', id: SUBJECT, titre: 'HC-2N9D · Cédric Perrier · 17/11/2026', etapes: HOURS },
});
export const CHRONOLOGIE_CHANTIER = Chronologie.parse({
  objet: 'chantier',
  id: uuid(740),
  titre: 'A014 Résidence Les Tilleuls',
  etapes: [
    etape(30 * DAY, {
      genre: 'lecture',
      code: 'created',
      titre: 'Lu dans Costructor : créé',
      lien: { objet: 'import', id: uuid(741) },
    }),
    etape(30 * DAY, { genre: 'evenement', code: 'chantier.created', titre: 'Un chantier est créé, d’après l’ERP' }),
    etape(12 * DAY, { genre: 'signal', code: 'compte', titre: 'Costructor signale un changement' }),
    etape(12 * DAY - 1, {
      ...{ genre: 'evenement', code: 'chantier.updated', titre: 'Un chantier est modifié, d’après l’ERP' },
      changements: [
        { champ: 'Nom', avant: 'Résidence Tilleuls', apres: 'Résidence Les Tilleuls' },
        { champ: 'Fin', avant: '2026-12-18', apres: '2027-02-26' },
        { champ: 'Adresse', avant: null, apres: null },
      ],
      lien: { objet: 'import', id: uuid(742) },
    }),
  ],
});
