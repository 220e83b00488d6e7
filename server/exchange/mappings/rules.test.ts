import { expect, test } from 'vitest';
import { suggestStatut } from './rules.ts';

test.each([
  ['En cours', 'en_cours'],
  ['TRAVAUX', 'en_cours'],
  ['Chantiers actifs', 'en_cours'],
  ['Signé', 'ouvert'],
  ['À planifier', 'ouvert'],
  ['A faire', 'ouvert'],
  ['En préparation', 'ouvert'],
  ['Préparation de chantier', 'ouvert'],
  ['Devis envoyé', 'ouvert'],
  ['À chiffrer', 'ouvert'],
  ['Terminé', 'ferme'],
  ['Travaux terminés', 'ferme'],
  ['Soldé', 'ferme'],
  ['Clos', 'ferme'],
  ['Archivé', 'ferme'],
  ['Facturé', 'ferme'],
  ['Perdu', 'ferme'],
  ['Annulé', 'ferme'],
  ['Divers', null],
  ['🚧', null],
])('« %s » suggests %s, whatever its accents and case', (label, statut) => {
  expect(suggestStatut(label)).toBe(statut);
});

test.each(['Réceptionné', 'RECEPTION', 'En attente de réception', 'Travaux réceptionnés'])(
  '« %s » is never guessed: reception is a legal act',
  label => expect(suggestStatut(label)).toBeNull(),
);
