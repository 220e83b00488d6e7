// What the people of the fictitious company do in their ERP while somebody looks at the hub: one thing at a time, in turn.
import { Temporal } from 'temporal-polyfill';
import { PERSONNES } from './company.ts';
import type { Control, ErpChantier } from './simulator-control.ts';
import { CHANTIERS } from './sites.ts';

/** New chantiers stop there: a demonstration left open for a week stays what it was. */
const MAX_CHANTIERS = 320;
const NEW: [name: string, city: string, postal_code: string, street: string][] = [
  ['Rénovation de la mairie', 'Saint-Alban-Leysse', '73230', '29 route de Plainpalais'],
  ['Maison médicale des Bauges', 'Le Châtelard', '73630', 'Place de la Grenette'],
  ['Surélévation villa Perrin', 'Challes-les-Eaux', '73190', '14 avenue de Chambéry'],
  ['Crèche Les Petits Ours', 'Bourg-Saint-Maurice', '73700', '6 rue de la Gare'],
  ['Halle couverte du marché', 'Rumilly', '74150', 'Place d’Armes'],
  ['Reprise en sous-œuvre, immeuble Coulon', 'Aix-les-Bains', '73100', '41 rue de Genève'],
];

type Act = (control: Control, scene: { beat: number; chantier: ErpChantier; count: number }) => Promise<void>;

const ACTS: Act[] = [
  async (control, { beat, count }) => {
    const [name, city, postal_code, street] = NEW[Math.floor(beat / ACTS.length) % NEW.length]!;
    if (count < MAX_CHANTIERS)
      await control.create({ name, status: 'Signé', address: { street, city, postal_code }, plannedMinutes: 96_000 });
  },
  async (control, { chantier }) => {
    const endAt = chantier.endAt && Temporal.PlainDate.from(chantier.endAt).add({ days: 14 }).toString();
    await control.change(chantier.id, endAt ? { endAt } : { plannedMinutes: 48_000 });
  },
  async (control, { chantier }) =>
    await control.change(chantier.id, {
      siteContactName: 'M. Carraz',
      siteContactPhone: '0639980099',
      status: 'Travaux en cours',
    }),
  async (control, { chantier }) =>
    await control.change(chantier.id, { name: `${chantier.name.replace(/ \(avenant\)$/, '')} (avenant)` }),
];

/** A step no list is a multiple of, so that turns spread over it. */
const STRIDE = 37;

/** The newest ones are those people work on. */
export async function changeSomething(control: Control, beat: number): Promise<void> {
  const open = (await control.chantiers()).filter(({ archived }) => !archived);
  const chantier = open.toReversed()[(beat * STRIDE) % Math.max(1, Math.min(open.length, 60))];
  if (chantier) await ACTS[beat % ACTS.length]!(control, { beat, chantier, count: open.length });
}

/** The company's own sites are over there too, by the same code: hours on them have somewhere to go. Done twice, it adds nothing. */
export async function makeOwnSites(control: Control): Promise<void> {
  const known = new Set((await control.chantiers()).map(({ reference }) => reference));
  for (const { fields, statuts } of CHANTIERS) {
    if (statuts.at(-1) !== 'en_cours' || known.has(fields.code!)) continue;
    const [, street, postal_code, city] = /^(.*), (\d{5}) (.*)$/.exec(fields.adresse ?? '')!;
    await control.create({
      ...{ name: fields.nom, reference: fields.code, status: 'Travaux en cours' },
      ...{ startAt: fields.date_debut, endAt: fields.date_fin, plannedMinutes: fields.minutes_estimees },
      address: { street, city, postal_code },
    });
  }
}

/** Whose hours leave: known over there under the same name. Two are left for the visitor to link. */
export async function makeOwnPeople(control: Control): Promise<void> {
  const known = new Set((await control.people()).map(({ firstName, lastName }) => `${firstName} ${lastName}`));
  const workers = PERSONNES.filter(
    ({ role, type_personne }) => role !== 'administrateur' && type_personne !== 'sous_traitant',
  );
  for (const { prenom, nom, email } of workers.slice(0, -2)) {
    if (!known.has(`${prenom} ${nom}`))
      await control.addPerson({ firstName: prenom, lastName: nom, email: email ?? null });
  }
}
