// Every read of what people do at work, and how many statements the hub sends for it.
import { semaineDe } from '#contract/calendrier.ts';
import type { AnyRoute } from '#platform/http/route.ts';
import { AGENCE, DERNIER_LUNDI } from './fill.ts';
import type { HubHere } from './hub-here.ts';

const FEATURES = ['personnes', 'absences', 'affectations', 'heures', 'paie', 'periodes'];
export type Counted = { route: string; statements: number; kB: number; ms: number };

/** What routes need to be asked; a route that needs something else makes the bench fail, so that none is left out. */
async function values({ sql }: HubHere) {
  const [row] = await sql<Record<'personne' | 'chantier' | 'pointage' | 'affectation' | 'absence', string>[]>`
    select p.personne_id as personne, p.chantier_id as chantier, p.id as pointage,
      (select id from affectations order by id limit 1) as affectation, (select id from absences order by id limit 1) as absence
    from pointages p where p.jour = ${DERNIER_LUNDI} order by p.id limit 1`;
  const semaine = semaineDe(DERNIER_LUNDI);
  const params: Record<string, string> = { personne_id: row!.personne, semaine, mois: '2026-11' };
  const ids: Record<string, string> = {
    '/personnes': row!.personne,
    '/paie/mois': row!.personne,
    '/pointages': row!.pointage,
    '/affectations': row!.affectation,
    '/absences': row!.absence,
  };
  const queries: Record<string, string> = {
    '/pointages/equipe': `?chantier_id=${row!.chantier}&jour=${DERNIER_LUNDI}`,
    '/heures/semaine': `?semaine=${semaine}`,
    '/planning': `?semaine=${semaine}`,
    '/paie/pret': '?mois=2026-11',
    '/paie/releves/:semaine/pdf': `?agence=${encodeURIComponent(AGENCE)}`,
  };
  return { params, ids, queries };
}
type Values = Awaited<ReturnType<typeof values>>;

function addressesOf(record: AnyRoute, { params, ids, queries }: Values): string[] {
  const path = record.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = name === 'id' ? ids[Object.keys(ids).find(start => record.path.startsWith(start))!] : params[name];
    if (!value) throw new Error(`${record.path}: nothing to ask it with`);
    return value;
  });
  if (!('list' in record)) return [path + (queries[record.path] ?? '')];
  const whole = record.changes ? [`${path}?limit=200&sort=changed&include_deleted=true`] : [];
  return [`${path}?limit=200`, ...whole];
}

/** The second of two: the first one opens connections and prepares statements. */
export async function countReads(hub: HubHere): Promise<Counted[]> {
  const given = await values(hub);
  const records = hub.app.features
    .filter(({ name }) => FEATURES.includes(name))
    .flatMap(({ routes }) => routes.filter(({ method }) => method === 'GET'));
  const counted: Counted[] = [];
  for (const record of records) {
    for (const url of addressesOf(record, given)) {
      const ask = () => hub.ask('GET', `/api/v1${url}`);
      await ask();
      const { result, statements, seconds } = await hub.spend(ask);
      if (result.status !== 200) throw new Error(`${url}: ${result.status} ${result.body}`);
      const order = url.includes('sort=changed') ? ' (by change)' : '';
      counted.push({
        route: record.path + order,
        statements: statements.length,
        kB: result.body.length / 1000,
        ms: seconds * 1000,
      });
    }
  }
  return counted;
}
