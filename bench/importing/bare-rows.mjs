// What the bare clients of the imports write: the same rows, references and events as the hub, with one INSERT per table and page.
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';

/** `pages`: an async iterable of pages of chantiers, each `{ external_id, … }` with columns of ours. Prints its CPU, pages and rows. */
export async function writeAll(database, pages) {
  const sql = postgres(database, { max: 1, onnotice: () => {} });
  let [rows, count] = [0, 0];
  for await (const page of pages) {
    await writePage(
      sql,
      page.map(({ external_id, ...own }) => toRow({ external_id, own, rank: ++rows })),
    );
    count += 1;
  }
  await sql.end();
  const { user, system } = process.cpuUsage();
  console.log(JSON.stringify({ rows, pages: count, cpu_s: (user + system) / 1e6 }));
}

const toRow = ({ external_id, own, rank }) => ({
  chantier: { id: randomUUID(), code: `2026-B${rank}`, statut: 'en_cours', couleur: '#1F5FA8', ...own },
  external_id,
});

async function writePage(sql, rows) {
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
