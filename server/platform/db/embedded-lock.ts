// One hub per data folder. The lock names the process that holds it; it is never taken from a live one.
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusalOf, StartRefused } from '../start-refused.ts';

const NAME = /^hub\.lock\.(\d+)$/;
const RELEASED = 'released';

export type Lock = { release(): void };

/**
 * Takes the lock of a folder. Lock files are numbered: taking means creating the next number, so two starters that
 * both see a dead holder cannot both win, as they would if each removed the dead one's file.
 */
export function takeLock(root: string): Lock {
  try {
    for (;;) {
      const last = numbersIn(root).at(-1) ?? 0;
      refuseIfHeld(join(root, `hub.lock.${last}`), root);
      const mine = join(root, `hub.lock.${last + 1}`);
      if (createWhole(mine) && numbersIn(root).at(-1) === last + 1) {
        for (const number of numbersIn(root)) if (number <= last) rmSync(join(root, `hub.lock.${number}`));
        return { release: () => release(mine) };
      }
    }
  } catch (error) {
    throw refusalOf(error, root);
  }
}

/** A lock left behind (full disk, folder gone) is harmless: it names a process that no longer is. */
function release(path: string): void {
  try {
    writeFileSync(path, RELEASED);
  } catch {}
}

function numbersIn(root: string): number[] {
  const numbers = readdirSync(root).flatMap(name => NAME.exec(name)?.[1] ?? []);
  return numbers.map(Number).sort((a, b) => a - b);
}

/** Creates the lock with its content in one step (a link to a written file); false when the number is taken. */
function createWhole(path: string): boolean {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, `${process.pid} ${birthOf(process.pid) ?? ''}`);
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function refuseIfHeld(path: string, root: string): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const [pid = '', birth = ''] = text.split(' ');
  if (!/^\d+$/.test(pid) || !isAlive(Number(pid))) return;
  // The number may have gone to another process since (a container's hub always gets the same one).
  if (birthOf(Number(pid)) !== (birth === '' ? null : birth)) return;
  throw new StartRefused(
    `Un hub (processus ${pid}) utilise déjà ${root} : arrêtez-le, ou donnez à celui-ci un autre dossier avec DATA_DIR.`,
  );
}

/** Whether a process of this number exists, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What tells a process from another of the same number: the boot and the tick it was born at; null outside Linux. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Killed, and its parent has not looked yet: it holds nothing any more.
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const started = fields[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${started}`;
  } catch {
    return null;
  }
}
