// One comparison: everything that stands over there is read, page by page, then judged against the ledger.
import { erpLinkTopic, getErpLink, noteAnswered, openSession } from '#exchange/erp-links/index.ts';
import { mine, type RunDeps, RunLost } from '#exchange/runs/index.ts';
import { erpLinkActor, type Unit } from '#platform/unit.ts';
import { UpstreamError } from '#platform/upstream.ts';
import type { ErpSession, LigneVue } from '../../connectors/connector.ts';
import { countPage, endRun, letGo, type RunRow, saveEcarts } from './sql/runs.ts';
import { concludeRun, forgetUnseen, saveSaisies } from './sql/saisies.ts';
import { meetTrouble, whatNext } from './trouble.ts';

/** Entries written by one statement. */
const CHUNK = 500;

/** Never throws for what the ERP or a person does: that is written on the run. */
export async function compareLink(deps: RunDeps, run: RunRow, signal: AbortSignal): Promise<void> {
  try {
    const { session, link } = await openSession(deps, run.link_id, { signal });
    if (link.pas_avant && Date.parse(link.pas_avant) > deps.clock().epochMilliseconds)
      throw new UpstreamError({ word: 'busy', retry_at: link.pas_avant });
    if (!session.heures) throw new UpstreamError({ word: 'denied', why: 'rights' });
    await readAll(deps, { run, heures: session.heures, signal });
    await deps.inUnit(actorOf(run), unit => conclude(unit, deps, run));
  } catch (error) {
    if (error instanceof RunLost) return;
    await meetTrouble(deps, { link_id: run.link_id, signal, error }, async (unit, trouble) => {
      const next = whatNext(unit, trouble, run.essais);
      const statut = next.again ? 'waiting' : 'failed';
      await letGo(unit, mine(run), { statut, prochain_essai_at: next.at, probleme: trouble.probleme });
      return next.at;
    });
  }
}

const actorOf = ({ link_id }: RunRow) => erpLinkActor({ link_id, run_id: null });

type Reading = { run: RunRow; heures: NonNullable<ErpSession['heures']>; signal: AbortSignal };

async function readAll(deps: RunDeps, { run, heures, signal }: Reading): Promise<void> {
  for await (const { lignes, illisibles } of heures.list({ du: run.du, au: run.au })) {
    signal.throwIfAborted();
    await deps.inUnit(actorOf(run), async unit => {
      if (!(await countPage(unit, mine(run), { lues: lignes.length, illisibles }))) throw new RunLost('taken from us');
      for (const chunk of chunks(lignes)) await saveSaisies(unit, { link_id: run.link_id, run_id: run.id }, chunk);
    });
  }
}

const chunks = (lignes: readonly LigneVue[]): LigneVue[][] =>
  Array.from({ length: Math.ceil(lignes.length / CHUNK) }, (_, n) => lignes.slice(n * CHUNK, (n + 1) * CHUNK));

/** The run counts among those that judge from here on, so it ends first. What was carried over asks for nothing any more. */
async function conclude(unit: Unit, deps: RunDeps, run: RunRow): Promise<void> {
  const counted = await countPage(unit, mine(run), { lues: 0, illisibles: 0 });
  if (!counted) throw new RunLost('taken from us');
  await forgetUnseen(unit, run);
  await endRun(unit, run.id);
  const { egal = 0, reporte: _told, ...others } = await concludeRun(unit, run);
  const ecarts = Object.values(others).reduce((sum, n) => sum + n, 0);
  await saveEcarts(unit, run.id, ecarts);
  const { id, kind, nom, simulateur } = await getErpLink(unit, run.link_id);
  await noteAnswered(unit, id, deps);
  await unit.publish('rapprochement.finished', {
    ...{ link_id: id, kind, nom, simulateur, rapprochement_id: run.id, du: run.du, au: run.au },
    ...{ egaux: egal, ecarts, par_verdict: others },
  });
  await unit.tell(erpLinkTopic(id));
}
