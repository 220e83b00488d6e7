// npm run restore -- FILE: restores a backup into an empty base (a new DATA_DIR, or an empty DATABASE_URL).
import { join, resolve } from 'node:path';
import { settleRestored } from '#exchange/sauvegardes/index.ts';
import { listMigrations, migrate } from '#platform/db/migrate.ts';
import { restoreBackup } from '#platform/db/restore.ts';
import { StartRefused } from '#platform/start-refused.ts';
import { command, openBase } from './open-base.ts';

await command(async () => {
  const args = process.argv.slice(2);
  const file = args.find(arg => !arg.startsWith('-'));
  if (file === undefined)
    throw new StartRefused('Indiquez le fichier : npm run restore -- data/sauvegardes/FICHIER.gz');
  const base = await openBase(args.filter(arg => arg !== file));
  try {
    const latest = listMigrations().at(-1)?.number ?? 0;
    const restored = await restoreBackup({
      sql: base.sql,
      path: resolve(file),
      migrate,
      latest,
      settle: settleRestored,
    });
    console.log(`Sauvegarde du ${restored.created_at} restaurée : ${restored.tables} tables, ${restored.rows} lignes.`);
    const keys = base.config.HUB_ENCRYPTION_KEYS
      ? 'dans HUB_ENCRYPTION_KEYS'
      : `dans ${join(base.data_dir, 'encryption-keys')}`;
    console.log(`Remettez les clés de chiffrement d’alors ${keys}, puis démarrez le hub.`);
  } finally {
    await base.close();
  }
});
