// What is read of a company: contacts, chantiers, people, tâches (§4.4).
import type { Chantier, Contact, Task, User } from '../store.ts';
import { type Answer, type Call, escapeHtml, type Route, refuse, say } from './answer.ts';
import { answerList } from './lists.ts';

export const READING: readonly Route[] = [
  {
    method: 'GET',
    path: '/contacts',
    handle: call => answerList(call, call.account.customers, { write: contact(call) }),
  },
  {
    method: 'GET',
    path: '/contacts/:id',
    handle: call => one(call.account.customers.byId.get(call.params['id']!), contact(call)),
  },
  {
    method: 'GET',
    path: '/projects',
    handle: call => answerList(call, call.account.chantiers, { write: project(call) }),
  },
  { method: 'GET', path: '/projects/:id', handle: oneProject },
  { method: 'GET', path: '/users', handle: call => answerList(call, call.account.users, { write: user }) },
  { method: 'GET', path: '/users/:id', handle: call => one(call.account.users.byId.get(call.params['id']!), user) },
  { method: 'GET', path: '/tasks', handle: listTasks },
];

const one = <T>(row: T | undefined, write: (row: T) => unknown): Answer =>
  row ? say(200, { data: write(row) }) : refuse(404, 'Cet élément n’existe pas.', 'not_found');

function oneProject(call: Call): Answer {
  const missing = unreadable(call, call.params['id']!);
  return missing ?? one(call.account.chantiers.byId.get(call.params['id']!), project(call));
}

/** Why this chantier cannot be read, or null. Hidden is not deleted (§4.9). */
export function unreadable({ account, world: { profiles } }: Call, id: string): Answer | null {
  const row = account.chantiers.byId.get(id);
  if (account.unreadable.has(id)) return refuse(404, 'Ce chantier n’existe pas.', 'project.not_found');
  if (row?.hidden && !profiles.has('hidden-404')) {
    return refuse(403, 'Vous n’avez pas accès à ce chantier.', 'project.forbidden');
  }
  if (row && !row.hidden) return null;
  const gone = !row && account.gone.has(id) && profiles.has('deleted-410');
  return gone
    ? refuse(410, 'Ce chantier a été supprimé.', 'project.deleted')
    : refuse(404, 'Ce chantier n’existe pas.', 'project.not_found');
}

function listTasks(call: Call): Answer {
  const wanted = call.query.get('project');
  const where = wanted !== null && !call.world.profiles.has('tasks-unfiltered');
  return answerList(call, call.account.tasks, {
    write: task(call),
    where: where ? row => row.project === wanted : undefined,
  });
}

const dressed = ({ world }: Call, text: string): string =>
  world.profiles.has('html-names') && !text.startsWith('<') ? `<p>${escapeHtml(text)}</p>` : text;

const contact =
  (call: Call) =>
  ({ hidden: _hidden, ...row }: Contact) => ({ ...row, fullName: dressed(call, row.fullName) });

const user = ({ hidden: _hidden, ...row }: User) => row;

function project(call: Call) {
  const expanded = call.query.get('_expand')?.split(',').includes('customer');
  const { customers, statuses } = call.account;
  const write = contact(call);
  return ({ hidden: _hidden, ...row }: Chantier) => {
    const buyer = expanded && row.customer !== null ? customers.byId.get(row.customer) : undefined;
    const status = statuses.find(column => column.id === row.status) ?? null;
    return { ...row, name: dressed(call, row.name), status, customer: buyer ? write(buyer) : row.customer };
  };
}

const task = (call: Call) => (row: Task) => {
  const { hidden: _hidden, project: chantier, description, ...rest } = row;
  const said = { name: dressed(call, row.name), description: description && dressed(call, description) };
  return { ...rest, ...said, ...(call.world.profiles.has('tasks-no-project') ? {} : { project: chantier }) };
};
