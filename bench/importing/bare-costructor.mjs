// The bare client of bench/import-chantiers.ts: reads the same pages of the simulator as the hub, and nothing else. Arguments:
// ERP URL, key, database URL.
import { request } from 'undici';
import { writeAll } from './bare-rows.mjs';

const [erp, key, database] = process.argv.slice(2);
const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
const PAGE = 100;

async function readPage(page) {
  const url = `${erp}/projects?_limit=${PAGE}&_page=${page}&_sort=createdAt&_order=asc&_expand=customer`;
  const { statusCode, body } = await request(url, { headers });
  if (statusCode !== 200) throw new Error(`page ${page}: ${statusCode}`);
  return (await body.json()).data;
}

function toChantier(project) {
  const { street, postal_code, city } = project.address ?? {};
  return {
    external_id: project.id,
    nom: project.name.replace(/<[^>]*>/g, '').slice(0, 255),
    adresse: project.address ? `${street}, ${postal_code} ${city}` : null,
    maitre_ouvrage: typeof project.customer === 'object' ? (project.customer?.fullName ?? null) : null,
    date_debut: project.startAt,
    date_fin: project.endAt,
    minutes_estimees: project.plannedMinutes,
  };
}

async function* pages() {
  for (let page = 1; ; page += 1) {
    const projects = await readPage(page);
    if (projects.length > 0) yield projects.map(toChantier);
    if (projects.length < PAGE) return;
  }
}

await writeAll(database, pages());
