// npm run backup: writes a backup now, beside those of the night. The hub may be running.
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { writeBackup } from '#platform/db/backup.ts';
import { refuseHalfRestored } from '#platform/db/restore.ts';
import { command, openBase } from './open-base.ts';

const FRENCH = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });

await command(async () => {
  const base = await openBase(process.argv.slice(2));
  try {
    await refuseHalfRestored(base.sql);
    const dir = base.config.HUB_BACKUP_DIR ?? join(base.data_dir, 'sauvegardes');
    const written = await writeBackup({ sql: base.sql, dir, now: Temporal.Now.instant() });
    const size = `${FRENCH.format(written.bytes / 1000)} ko, ${written.tables} tables, ${FRENCH.format(written.rows)} lignes`;
    console.log(`Sauvegarde écrite : ${written.path} (${size}).`);
    const keys = base.config.HUB_ENCRYPTION_KEYS ? 'HUB_ENCRYPTION_KEYS' : join(base.data_dir, 'encryption-keys');
    console.log(
      `Gardez ailleurs les clés de chiffrement (${keys}) : sans elles, les secrets sauvegardés sont illisibles.`,
    );
  } finally {
    await base.close();
  }
});
