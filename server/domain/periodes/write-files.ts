// The files of a month: for the payroll program, for each compagnon, for the agencies.
import { bornesDe, joursDe } from '#contract/calendrier.ts';
import { formatMonth } from '#contract/dates.ts';
import type { WrittenFile } from '#platform/http/route.ts';
import { type Column, type Page, writePdf, writeTable, writeText } from '#platform/pdf/write-pdf.ts';
import { csvOf, type MoisDePersonne, type MoisLu, quantiteLisible, type Releve } from './rules.ts';

const JOUR_FORMAT = new Intl.DateTimeFormat('fr-FR', {
  weekday: 'short',
  day: '2-digit',
  month: '2-digit',
  timeZone: 'UTC',
});
const instantOf = (jour: string): string => `${jour}T00:00:00.000Z`;
const lisible = (jour: string): string => JOUR_FORMAT.format(new Date(instantOf(jour)));
const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase()
    .slice(0, 60) || 'x';

export const writeCsv = async (mois: MoisLu): Promise<WrittenFile> => ({
  bytes: Buffer.from(csvOf(mois), 'utf8'),
  nom: `variables-paie-${mois.mois}.csv`,
});

const TOTALS: Column[] = [
  { titre: 'Rubrique', largeur: 260 },
  { titre: 'Total', largeur: 110, droite: true },
];
const DAYS: Column[] = [
  { titre: 'Jour', largeur: 90 },
  { titre: 'Rubrique', largeur: 260 },
  { titre: 'Zone', largeur: 50 },
  { titre: 'Quantité', largeur: 100, droite: true },
];
const CORRECTIONS: Column[] = [
  { titre: 'Jour', largeur: 90 },
  { titre: 'Rubrique', largeur: 150 },
  { titre: 'Quantité', largeur: 80, droite: true },
  { titre: 'Motif', largeur: 190 },
];

export async function writeMoisOf(mois: MoisDePersonne): Promise<WrittenFile> {
  const { fin } = bornesDe(mois.mois);
  const titre = `Variables de paie – ${formatMonth(mois.mois)}`;
  const bytes = await writePdf({ titre, at: instantOf(fin) }, page => drawMois(page, mois));
  return { bytes, nom: `paie-${mois.mois}-${ascii(`${mois.nom} ${mois.prenom}`)}.pdf` };
}

function drawMois(page: Page, { nom, prenom, matricule, cloture, lignes, regularisations }: MoisDePersonne): void {
  writeText(page, `${prenom} ${nom}${matricule ? ` – matricule ${matricule}` : ''}`);
  writeText(page, cloture ? 'Mois clôturé.' : 'Mois ouvert : ces quantités peuvent encore changer.');
  page.moveDown(0.5);
  const totals = new Map<string, { quantite: number; unite: MoisDePersonne['lignes'][number]['unite'] }>();
  for (const { libelle, unite, quantite } of [...lignes, ...regularisations]) {
    totals.set(libelle, { unite, quantite: (totals.get(libelle)?.quantite ?? 0) + quantite });
  }
  writeTable(
    page,
    TOTALS,
    [...totals].map(([libelle, { quantite, unite }]) => [libelle, quantiteLisible(quantite, unite)]),
  );
  writeTable(
    page,
    DAYS,
    lignes.map(one => [lisible(one.jour), one.libelle, one.zone ?? '', quantiteLisible(one.quantite, one.unite)]),
  );
  if (regularisations.length === 0) return;
  writeText(page, 'Régularisations de mois clôturés, comprises dans les totaux :');
  writeTable(
    page,
    CORRECTIONS,
    regularisations.map(one => [
      `${lisible(one.jour)} (${one.mois_origine})`,
      one.libelle,
      quantiteLisible(one.quantite, one.unite),
      one.motif,
    ]),
  );
}

const RELEVE: Column[] = [
  { titre: 'Jour', largeur: 90 },
  { titre: 'Chantier', largeur: 310 },
  { titre: 'Heures', largeur: 80, droite: true },
];

export async function writeReleve(releve: Releve): Promise<WrittenFile> {
  const jours = joursDe(releve.semaine);
  const titre = `Relevé d’heures – ${releve.agence}`;
  const bytes = await writePdf({ titre, at: instantOf(jours[6]!) }, page => {
    writeText(page, `Semaine ${releve.semaine}, du ${lisible(jours[0]!)} au ${lisible(jours[6]!)}. Heures validées.`);
    if (releve.personnes.length === 0) writeText(page, 'Aucune heure validée cette semaine.');
    for (const personne of releve.personnes) drawPersonne(page, personne);
  });
  return { bytes, nom: `releve-${releve.semaine}-${ascii(releve.agence)}.pdf` };
}

function drawPersonne(page: Page, { nom, prenom, matricule, attente, jours }: Releve['personnes'][number]): void {
  page.moveDown(0.5);
  writeText(page, `${prenom} ${nom}${matricule ? ` – matricule ${matricule}` : ''}`);
  if (attente > 0) writeText(page, `Pointages encore à valider, qui ne sont pas comptés ici : ${attente}.`);
  const total = jours.reduce((sum, { minutes }) => sum + minutes, 0);
  writeTable(page, RELEVE, [
    ...jours.map(({ jour, chantier, minutes }) => [lisible(jour), chantier, quantiteLisible(minutes, 'minutes')]),
    ['', 'Total', quantiteLisible(total, 'minutes')],
  ]);
}
