import { joursDe } from '#contract/calendrier.ts';
import type { FeuilleHeures } from '#contract/feuille.ts';
import type { Pointage } from '#contract/pointage.ts';
import { STATUTS_POINTAGE } from '#contract/values.ts';
import type { WrittenFile } from '#platform/http/route.ts';
import { writePdf, writeTable, writeText } from '#platform/pdf/write-pdf.ts';

const NOMS = ['Lundi', 'Mardi', 'Mercredi', 'Jeudi', 'Vendredi', 'Samedi', 'Dimanche'];
const jourFr = (jour: string): string => jour.split('-').toReversed().join('/');
const duree = (minutes: number): string => `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
const horaires = ({ plages }: Pointage): string => plages.map(({ debut, fin }) => `${debut}–${fin}`).join(', ');
const COLUMNS = [
  { titre: 'Jour', largeur: 105 },
  { titre: 'Chantier', largeur: 165 },
  { titre: 'Horaires', largeur: 110 },
  { titre: 'Durée', largeur: 55, droite: true },
  { titre: 'Statut', largeur: 70 },
];

/** The week as its person signs it, with what he signed and when. */
export async function writeFeuillePdf(feuille: FeuilleHeures): Promise<WrittenFile> {
  const { semaine, debut, fin, prenom, nom } = feuille;
  const at = feuille.pointages.map(one => one.updated_at).reduce((a, b) => (a > b ? a : b), `${debut}T00:00:00.000Z`);
  const bytes = await writePdf({ titre: `Feuille d’heures ${semaine}`, at }, page => {
    writeText(page, `${prenom} ${nom}`.trim());
    writeText(page, `Du ${jourFr(debut)} au ${jourFr(fin)} : ${duree(feuille.minutes)}`);
    page.moveDown();
    writeTable(page, COLUMNS, rowsOf(feuille));
    for (const line of signatureLines(feuille)) writeText(page, line);
  });
  return { bytes, nom: `feuille-${semaine}.pdf` };
}

const rowsOf = ({ semaine, pointages, absences }: FeuilleHeures): string[][] =>
  joursDe(semaine).flatMap((jour, i) => {
    const named = `${NOMS[i]} ${jourFr(jour)}`;
    const absent = absences.some(one => one.jour === jour) ? [[named, 'Absent', '', '', '']] : [];
    const worked = pointages
      .filter(one => one.jour === jour)
      .map(one => [
        named,
        `${one.chantier_code} ${one.chantier_nom}`,
        horaires(one),
        duree(one.minutes),
        STATUTS_POINTAGE[one.statut],
      ]);
    return [...absent, ...worked];
  });

function signatureLines({ signature, contestation, empreinte }: FeuilleHeures): string[] {
  const paris = (at: string) => new Date(at).toLocaleString('fr-FR', { timeZone: 'Europe/Paris' });
  return [
    ...(signature
      ? [
          `${signature.refus === null ? 'Signée' : 'Signature refusée'} le ${paris(signature.at)} (${signature.appareil})`,
          ...(signature.refus === null ? [] : [`Motif : ${signature.refus}`]),
          ...(signature.caduque ? ['Les heures ont changé depuis : cette signature ne vaut plus.'] : []),
        ]
      : ['Non signée']),
    ...(contestation ? [`Contestée le ${paris(contestation.at)} : ${contestation.commentaire}`] : []),
    ...(contestation?.reponse ? [`Réponse : ${contestation.reponse}`] : []),
    ...(empreinte ? [`Empreinte des lignes (SHA-256) : ${empreinte}`] : []),
  ];
}
