// The bare JSON-RPC client of bench/import-tryton.ts: opens a session, reads the same pages of Tryton as the hub, and nothing
// else. Arguments: server URL, its database, user, password, database URL.
import { request } from 'undici';
import { writeAll } from './bare-rows.mjs';

const [server, base, user, password, database] = process.argv.slice(2);
const PAGE = 200;
const FIELDS = [
  ...['name', 'status.name', 'party.rec_name', 'party_address.full_address', 'effort_duration'],
  ...['timesheet_start_date', 'timesheet_end_date', 'create_date', 'write_date'],
];

async function rpc(method, params, authorization) {
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
  const body = JSON.stringify({ id: 1, method, params });
  const answer = await request(`${server}/${base}/`, { method: 'POST', headers, body });
  const { result, error } = await answer.body.json();
  if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
}

const dayOf = date => (date ? `${date.year}-${date.month}-${date.day}` : null);
const toChantier = work => ({
  external_id: String(work.id),
  nom: work.name.slice(0, 255),
  adresse: work['party_address.']?.full_address ?? null,
  maitre_ouvrage: work['party.']?.rec_name ?? null,
  date_debut: dayOf(work.timesheet_start_date),
  date_fin: dayOf(work.timesheet_end_date),
  minutes_estimees: work.effort_duration ? Math.round(work.effort_duration.seconds / 60) : null,
});

async function* pages() {
  const [id, session] = await rpc('common.db.login', [user, { password }]);
  const authorization = `Session ${Buffer.from(`${user}:${id}:${session}`).toString('base64')}`;
  for (let after = 0; ; ) {
    const domain = [
      ['type', '=', 'project'],
      ['id', '>', after],
    ];
    const asked = [domain, 0, PAGE, [['id', 'ASC']], FIELDS, {}];
    const works = await rpc('model.project.work.search_read', asked, authorization);
    if (works.length > 0) yield works.map(toChantier);
    if (works.length < PAGE) return;
    after = works.at(-1).id;
  }
}

await writeAll(database, pages());
