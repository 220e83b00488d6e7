// The bare client of bench/import-chantiers.ts: reads the same pages, writes the same rows, references and events with one
// INSERT per table and page, and nothing else. Prints its own CPU, its pages and rows. Arguments: ERP URL, key, database URL.
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { request } from 'undici';

const [erp, key, database] = process.argv.slice(2);
const sql = postgres(database, { max: 1, onnotice: () => {} });
const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
const PAGE = 100;

async function readPage(page) {
  const url = `${erp}/projects?_limit=${PAGE}&_page=${page}&_sort=createdAt&_order=asc&_expand=customer`;
  const { statusCode, body } = await request(url, { headers });
  if (statusCode !== 200) throw new Error(`page ${page}: ${statusCode}`);
  return (await body.json()).data;
}

function toRows(project, rank) {
  const { street, postal_code, city } = project.address ?? {};
  const chantier = {
    id: randomUUID(),
    code: `2026-B${rank}`,
    nom: project.name.replace(/<[^>]*>/g, '').slice(0, 255),
    statut: 'en_cours',
    adresse: project.address ? `${street}, ${postal_code} ${city}` : null,
    maitre_ouvrage: typeof project.customer === 'object' ? (project.customer?.fullName ?? null) : null,
    couleur: '#1F5FA8',
    date_debut: project.startAt,
    date_fin: project.endAt,
    minutes_estimees: project.plannedMinutes,
  };
  return { chantier, external_id: project.id };
}

async function writePage(rows) {
  const now = new Date().toISOString();
  const chantiers = rows.map(row => row.chantier);
  const references = rows.map(({ chantier, external_id }) => ({
    chantier_id: chantier.id,
    system: 'bare',
    external_id,
    managed: true,
    hash: '0123456789abcdef0123456789abcdef01234567',
    recu: chantier,
  }));
  const events = rows.map(({ chantier, external_id }) => ({
    id: randomUUID(),
    type: 'chantier.created',
    data: { chantier: { ...chantier, equipe: [], references: [{ system: 'bare', external_id }] } },
    occurred_at: now,
    actor_kind: 'system',
  }));
  await sql.begin(async tx => {
    await tx`insert into chantiers ${tx(chantiers)}`;
    await tx`insert into chantier_references ${tx(references)}`;
    await tx`insert into events ${tx(events)}`;
  });
}

let rank = 0;
let pages = 0;
for (let page = 1; ; page += 1) {
  const projects = await readPage(page);
  if (projects.length === 0) break;
  await writePage(projects.map(project => toRows(project, ++rank)));
  pages += 1;
  if (projects.length < PAGE) break;
}
await sql.end();
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ rows: rank, pages, cpu_s: (user + system) / 1e6 }));
