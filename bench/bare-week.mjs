// The floor of the week screens (bench/people-at-work.ts): node:http, the rows of the week as PostgreSQL has them, JSON.stringify.
// No key, no rights, no alerts, no shape. Arguments: port, database URL, Monday, path of the hours, path of the planning.
import { createServer } from 'node:http';
import postgres from 'postgres';

const [port, url, lundi, heures, planning] = process.argv.slice(2);
const sql = postgres(url, { types: { day: { to: 1082, from: [1082], serialize: String, parse: String } } });

const personnes = () =>
  sql`select id, nom, prenom, type_personne, horaire from personnes where active order by nom, prenom`;
const chantiers = () =>
  sql`select id, code, nom, couleur, statut from chantiers where deleted_at is null order by code`;
const absences = () => sql`
  select id, personne_id, debut, fin, moment, motif from absences
  where deleted_at is null and debut <= ${lundi}::date + 6 and fin >= ${lundi}`;
const pointages = () => sql`
  select p.id, p.version, p.personne_id, p.chantier_id, p.jour, p.minutes, p.plages, p.statut
  from pointages p where p.deleted_at is null and p.jour between ${lundi} and ${lundi}::date + 6 order by p.jour, p.id`;
const affectations = () => sql`
  select a.id, a.version, a.personne_id, p.nom, p.prenom, a.chantier_id, c.code as chantier_code, c.nom as chantier_nom, c.couleur,
    a.jour, a.minutes_prevues, a.debut, a.fin, a.note, a.serie_id, a.created_at, a.updated_at
  from affectations a join personnes p on p.id = a.personne_id join chantiers c on c.id = a.chantier_id
  where a.deleted_at is null and a.jour between ${lundi} and ${lundi}::date + 6 order by a.jour, a.debut, c.code`;

const ANSWERS = {
  [heures]: async () => {
    const [p, c, a, h] = await Promise.all([personnes(), chantiers(), absences(), pointages()]);
    return { personnes: p, chantiers: c, absences: a, pointages: h };
  },
  [planning]: async () => {
    const [p, c, a, f] = await Promise.all([personnes(), chantiers(), absences(), affectations()]);
    return { personnes: p, chantiers: c, absences: a, affectations: f };
  },
};

createServer(async (request, response) => {
  const body = Buffer.from(JSON.stringify(await ANSWERS[request.url]()));
  response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length })
    .end(body);
}).listen(Number(port), '127.0.0.1');
