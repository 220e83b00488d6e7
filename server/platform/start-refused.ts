/** The hub cannot start (or a command cannot run), for a reason the operator can act on: one French line, no stack. */
export class StartRefused extends Error {
  override name = 'StartRefused';
}

const REASONS: Record<string, string> = {
  ENOSPC: 'le disque est plein',
  EDQUOT: 'le quota du disque est atteint',
  EROFS: 'le disque est en lecture seule',
  EACCES: 'les droits manquent',
  EPERM: 'les droits manquent',
  ENOTDIR: 'un élément du chemin n’est pas un dossier',
  EEXIST: 'un fichier porte déjà ce nom',
};

/** Turns a file system error on `path` into one line; any other error comes back as it is, since it is a bug. */
export function refusalOf(error: unknown, path: string): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException | null)?.code ?? ''];
  if (reason === undefined) return error;
  return new StartRefused(`Impossible d’écrire dans ${path} : ${reason}.`, { cause: error });
}
