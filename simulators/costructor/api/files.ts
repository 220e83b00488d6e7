// Documents of a chantier (§4.6), all ASSUMPTION but the path of the download.
import { stampOf } from '../clock.ts';
import { ulidLike } from '../random.ts';
import { put, type StoredFile } from '../store.ts';
import { type Answer, type Call, type Route, refuse, say } from './answer.ts';
import { answerList } from './lists.ts';
import { unreadable } from './projects.ts';

export const MOST_BYTES = 25 * 1024 * 1024;
const REFUSED_TYPES = /^(application\/x-|text\/html)/;

export const FILES: readonly Route[] = [
  { method: 'GET', path: '/projects/:id/files', handle: list },
  { method: 'POST', path: '/projects/:id/files', handle: upload },
];

const describe = ({ id, name, mimeType, size, createdAt, updatedAt }: StoredFile) => ({
  id,
  name,
  mimeType,
  size,
  createdAt,
  updatedAt,
});

function list(call: Call): Answer {
  const project = call.params['id']!;
  const where = (row: StoredFile) => row.project === project;
  return unreadable(call, project) ?? answerList(call, call.account.files, { write: describe, where });
}

async function upload(call: Call): Promise<Answer> {
  const { world, account } = call;
  const project = call.params['id']!;
  const missing = unreadable(call, project);
  if (missing) return missing;
  if (call.body.length > MOST_BYTES) return refuse(413, 'Le fichier dépasse 25 Mo.', 'file.too_large');
  const form = await readForm(call);
  const file = form?.get('file');
  if (!(file instanceof File)) return refuse(400, 'Le fichier est obligatoire.', 'file.required');
  if (REFUSED_TYPES.test(file.type)) return refuse(415, 'Ce type de fichier n’est pas accepté.', 'file.type');
  const given = form?.get('name');
  const stamp = stampOf(world.clock.now());
  const row = put(account.files, {
    id: `file_${ulidLike(world.clock.now(), world.next)}`,
    project,
    name: typeof given === 'string' && given !== '' ? given : file.name,
    mimeType: file.type || 'application/octet-stream',
    size: file.size,
    content: Buffer.from(await file.arrayBuffer()).toString('base64'),
    createdAt: stamp,
    updatedAt: stamp,
  });
  world.changed();
  return say(201, { data: describe(row) });
}

async function readForm({ body, contentType }: Call): Promise<FormData | null> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    return null;
  }
}

/** `/api/files/:id/content`, outside the versioned base; witnesses contradict each other on the key, hence the switch. */
export function download({ world, account }: Call, id: string): Answer {
  if (world.profiles.has('file-auth-401')) return refuse(401, 'Authentification requise.');
  const file = account.files.byId.get(id);
  if (!file) return refuse(404, 'Ce fichier n’existe pas.', 'file.not_found');
  const name = encodeURIComponent(file.name);
  const headers = { 'content-disposition': `attachment; filename*=UTF-8''${name}` };
  return { status: 200, raw: Buffer.from(file.content, 'base64'), type: file.mimeType, headers };
}
