// A month and more of hours: entered by the chefs, validated each Monday by the conducteurs, one month in pay already. What is
// left to do is left where somebody would look for it: last week and this one.
import { Temporal } from 'temporal-polyfill';
import { ajouterJours, bornesDe, lundiAvant, semaineDe } from '#contract/calendrier.ts';
import type { LotPointages } from '#contract/pointage.ts';
import type { Plage } from '#contract/temps.ts';
import type { Role, RoleChantier } from '#contract/values.ts';
import {
  contestFeuille,
  enterLot,
  getFeuille,
  rejectPointages,
  signFeuille,
  validatePointages,
} from '#domain/heures/index.ts';
import { createVariable, reglagesAt, setReglages } from '#domain/paie/index.ts';
import { closePeriode } from '#domain/periodes/index.ts';
import { SYSTEM, type Unit } from '#platform/unit.ts';
import { isAway, minutesOf, moisAClore, type Presence, presences, type Scene, SEMAINES, type Site } from './weeks.ts';

const PAIE = 1;
const PERRIER = 12;
const MOLLARD = 15;
const COSTA = 18;
/** Whose chantiers of last week still wait for their conducteur. */
const EN_RETARD = 3;
/** A big pour: an hour more each day, three weeks ago, on the first site. */
const COULAGE = { semaine: -21, site: 'A001', minutes: 60 };
/** Who signed his week of a fortnight ago. */
const SIGNENT = [5, 6, 7, 10, 11, 12, 14, 17, 18, 20];
const MATIN: Plage = { debut: '07:30', fin: '12:00' };

/** Somebody of the company, at an hour of the past. */
function as(unit: Unit, personne_id: string, { role, le }: { role: Role; le: string }): Unit {
  const at = Temporal.PlainDateTime.from(le).toZonedDateTime('Europe/Paris').toInstant();
  const tout = role === 'administrateur';
  const now = Temporal.Instant.compare(at, unit.now) > 0 ? unit.now : at;
  return { ...unit, now, actor: { ...SYSTEM, kind: 'session', personne_id, role, voit_tout: tout } };
}

export async function seedHours(unit: Unit, scene: Scene): Promise<void> {
  await seedReglages(unit, scene);
  for (const semaine of SEMAINES) {
    const done = presences(scene, [semaine]).filter(one => one.jour < scene.aujourdhui && !isAway(scene, one));
    const entered = await enterWeek(unit, scene, { semaine, done });
    if (semaine < -7) await validateWeek(unit, scene, { semaine, entered });
    if (semaine === -7) await leaveWork(unit, scene, { semaine, entered });
  }
  await signWeek(unit, scene);
  await seedPay(unit, scene);
}

/** The siège, so that zones are known. No hours are there to reckon again, nor is the queue open yet that would be asked to. */
async function seedReglages(unit: Unit, { lundi }: Scene): Promise<void> {
  const effet_du = `${ajouterJours(lundi, -60).slice(0, 4)}-01-01`;
  const usual = await reglagesAt(unit, effet_du);
  await setReglages(
    { ...unit, enqueue: async () => {} },
    { ...usual, effet_du, siege_latitude: 45.5646, siege_longitude: 5.9178 },
  );
}

type Entered = Presence & { id: string };
type Doing = { semaine: number; done: Presence[] };
type Week = { semaine: number; entered: Entered[] };

/** Each chef enters his people on Friday; this week is in brouillon still. */
async function enterWeek(unit: Unit, { sites, lundi }: Scene, { semaine, done }: Doing): Promise<Entered[]> {
  const entered: Entered[] = [];
  const le = `${ajouterJours(lundi, semaine + 4)}T16:45`;
  for (const [chef, own] of Map.groupBy(sites, site => leaderOf(site, 'chef'))) {
    const codes = new Map(own.map(({ id, code }) => [id, code]));
    const here = done.filter(({ chantier_id }) => codes.has(chantier_id));
    if (here.length === 0) continue;
    const items = here.map(one => itemOf(one, { semaine, code: codes.get(one.chantier_id)! }));
    const lot: LotPointages = { items, absences: [], soumettre: semaine < 0, atomique: true };
    const { items: results } = await enterLot(as(unit, chef, { role: 'chef_chantier', le }), lot);
    for (const [n, { id: made, problem }] of results.entries()) {
      if (!made) throw new Error(`the demonstration's hours were refused: ${problem?.code}`);
      entered.push({ ...here[n]!, id: made });
    }
  }
  return entered;
}

const leaderOf = ({ membres }: Site, role: RoleChantier): string =>
  membres.find(({ role_chantier }) => role_chantier === role)!.personne_id;

/** Times of most; some say minutes alone, and the canteen of the school makes its panier needless. */
function itemOf(
  { rang, personne_id, chantier_id, jour }: Presence,
  { semaine, code }: { semaine: number; code: string },
) {
  const more = semaine === COULAGE.semaine && code === COULAGE.site ? COULAGE.minutes : 0;
  const minutes = minutesOf(rang, jour) + more;
  return {
    ...{ personne_id, chantier_id, jour, minutes },
    plages: rang % 5 === 0 ? [] : plagesOf(minutes),
    ...(code === 'A002' ? { panier: false } : {}),
    ...(code === 'A012' ? { zone: '3' as const } : {}),
    ...(more > 0 && rang === 10 ? { commentaire: 'Coulage de la dalle du R+2' } : {}),
  };
}

function plagesOf(minutes: number): Plage[] {
  const fin = Temporal.PlainTime.from('13:00').add({ minutes: minutes - 270 });
  return [MATIN, { debut: '13:00', fin: fin.toString({ smallestUnit: 'minute' }) }];
}

/** Each conducteur, on Monday, what lies on his own sites. */
async function validateWeek(unit: Unit, { sites, lundi }: Scene, { semaine, entered }: Week): Promise<void> {
  const le = `${ajouterJours(lundi, semaine + 7)}T08:15`;
  for (const [conducteur, own] of Map.groupBy(sites, site => leaderOf(site, 'conducteur'))) {
    const his = new Set(own.map(({ id }) => id));
    const pointages = entered.filter(({ chantier_id }) => his.has(chantier_id)).map(({ id }) => id);
    const gesture = { pointages, feuilles: [] };
    if (pointages.length > 0) await validatePointages(as(unit, conducteur, { role: 'conducteur', le }), gesture);
  }
}

/** Last week: one conducteur is late, one day is rejected, one man contests his. */
async function leaveWork(unit: Unit, scene: Scene, { semaine, entered }: Week): Promise<void> {
  const { ids, sites, lundi } = scene;
  const le = `${lundi}T08:20`;
  const rejected = entered.find(({ rang, jour }) => rang === MOLLARD && jour > ajouterJours(lundi, semaine))!;
  const where = sites.find(({ id }) => id === rejected.chantier_id)!;
  const conducteur = leaderOf(where, 'conducteur');
  const motif = 'Parti à midi ce jour-là, d’après le chef : 4 h 30 ?';
  await rejectPointages(as(unit, conducteur, { role: 'conducteur', le }), {
    ...{ pointages: [rejected.id], feuilles: [], motif },
  });
  const late = new Set(sites.filter(site => leaderOf(site, 'conducteur') === ids[EN_RETARD]).map(({ id }) => id));
  const ready = entered.filter(one => one.id !== rejected.id && !late.has(one.chantier_id));
  await validateWeek(unit, scene, { semaine, entered: ready });
  const cle = { personne_id: ids[PERRIER]!, semaine: semaineDe(ajouterJours(lundi, semaine)) };
  const own = as(unit, ids[PERRIER]!, { role: 'compagnon', le: `${lundi}T12:10` });
  await contestFeuille(own, cle, 'Jeudi j’ai fini à 18 h avec la grue, il manque 1 h 30.');
}

async function signWeek(unit: Unit, { ids, lundi }: Scene): Promise<void> {
  const semaine = semaineDe(ajouterJours(lundi, -14));
  for (const rang of SIGNENT) {
    const own = as(unit, ids[rang]!, { role: 'compagnon', le: `${ajouterJours(lundi, -7)}T17:30` });
    const { empreinte } = await getFeuille(own, { personne_id: ids[rang]!, semaine });
    if (empreinte) await signFeuille(own, { personne_id: ids[rang]!, semaine }, { empreinte });
  }
}

/** Two variables by hand, a month closed, and a correction that came after. */
async function seedPay(unit: Unit, { ids, lundi }: Scene): Promise<void> {
  const mois = moisAClore(lundi);
  const keeper = (le: string) => as(unit, ids[PAIE]!, { role: 'administrateur', le });
  const jour = ajouterJours(lundi, -14);
  const usual = { personne_id: ids[COSTA]!, jour, zone: null, chantier_id: null };
  await createVariable(keeper(`${jour}T10:00`), {
    ...{ ...usual, rubrique: 'prime_exceptionnelle', quantite: 8000, commentaire: 'Coulage de la dalle' },
  });
  await createVariable(keeper(`${jour}T10:05`), {
    ...{ ...usual, rubrique: 'heures_intemperies', quantite: 120, commentaire: 'Gel, deux heures d’arrêt' },
  });
  const closing = keeper(`${ajouterJours(lundi, -7)}T11:00`);
  // What was before these weeks was on paper.
  await closePeriode(closing, { mois, version: 0 }, { malgre: true });
  const semaine = semaineDe(lundiAvant(bornesDe(mois).fin));
  const { pointages } = await getFeuille(closing, { personne_id: ids[COSTA]!, semaine });
  const last = pointages.findLast(one => one.jour <= bornesDe(mois).fin);
  if (!last) return;
  const { personne_id, chantier_id, minutes } = last;
  const item = { personne_id, chantier_id, jour: last.jour, minutes, panier: false };
  const after = keeper(`${ajouterJours(lundi, -6)}T09:00`);
  const motif = 'Repas offert par le maître d’ouvrage ce jour-là';
  await enterLot(after, { items: [item], absences: [], soumettre: true, motif, atomique: true });
  await validatePointages(after, { pointages: [last.id], feuilles: [] });
}
