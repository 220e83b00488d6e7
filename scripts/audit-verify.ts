// npm run audit:verify: walks the trail of what gives access from its first row, and says whether anything was changed.
import { verifyAudit } from '#exchange/audit/index.ts';
import { refuseHalfRestored } from '#platform/db/restore.ts';
import { StartRefused } from '#platform/start-refused.ts';
import { command, openBase } from './open-base.ts';

const WHY = {
  missing: 'une ligne manque ici',
  broken_link: 'cette ligne n’est pas enchaînée à la précédente',
  changed: 'cette ligne a été modifiée',
  details_changed: 'les détails de cette ligne ont été modifiés',
  anchor_differs: 'cette ligne n’est pas celle dont l’empreinte a été gardée',
};
const ANCHOR = /^(\d{1,15}):([0-9a-f]{64})$/;

/** `N:EMPREINTE`, as an earlier run printed it: shows that the end of the trail was not cut since. */
function anchorOf(args: string[]): { n: number; hash: string } | null {
  const text = args.find(arg => !arg.startsWith('--'));
  const match = ANCHOR.exec(text ?? '');
  if (text && !match)
    throw new StartRefused('Attendu : npm run audit:verify -- [N:EMPREINTE], tel qu’affiché auparavant.');
  return match ? { n: Number(match[1]), hash: match[2]! } : null;
}

await command(async () => {
  const args = process.argv.slice(2);
  const anchor = anchorOf(args);
  const base = await openBase(args.filter(arg => arg.startsWith('--')));
  try {
    await refuseHalfRestored(base.sql);
    const [{ there }] = await base.sql<
      [{ there: boolean }]
    >`select to_regclass('public.audit_trail') is not null as there`;
    if (!there) throw new StartRefused('Cette base n’a pas encore de journal d’audit : démarrez le hub une fois.');
    const { rows, head, erased, fault } = await verifyAudit(base.sql, anchor);
    if (fault) throw new StartRefused(`Journal d’audit altéré à la ligne ${fault.n} : ${WHY[fault.why]}.`);
    const gone = erased > 0 ? ` (${erased} aux détails effacés)` : '';
    console.log(`Journal d’audit intact : ${rows} lignes${gone}.`);
    if (head)
      console.log(`Gardez ailleurs l’empreinte de la dernière, à redonner la prochaine fois : ${head.n}:${head.hash}`);
  } finally {
    await base.close();
  }
});
