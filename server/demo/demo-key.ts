import { CreateApiKey } from '#contract/api-key.ts';
import { findByIdentifiant } from '#domain/personnes/index.ts';
import { createKey, revokeKey } from '#exchange/api-keys/index.ts';
import { AppError } from '#platform/errors.ts';
import { type InUnit, SYSTEM, type Unit } from '#platform/unit.ts';
import { PERSONNES } from './company.ts';
import type { Memory } from './memory.ts';

const NOM = 'Démonstration, imprimée au démarrage';

/** The key of the printed curl, new at each start: that of the start before is revoked. Null when its owner is gone. */
export async function demoKey(inUnit: InUnit, memory: Memory): Promise<string | null> {
  const owner = await inUnit(SYSTEM, unit => findByIdentifiant(unit, PERSONNES[0]!.email ?? ''));
  if (!owner?.active) return null;
  const make = async (unit: Unit) => {
    const { api_key_id } = memory.read();
    if (api_key_id) await revokeKey(unit, api_key_id).catch(unlessRefused);
    return await createKey(unit, CreateApiKey.parse({ nom: NOM, scopes: ['chantiers:read'], expire_dans_jours: 7 }), 7);
  };
  const { id, secret } = await inUnit({ ...SYSTEM, personne_id: owner.id }, make);
  memory.keep({ api_key_id: id });
  return secret;
}

/** Revoked by hand already, or of another base: nothing stands in the way. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
