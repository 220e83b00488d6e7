// The switches. Those of one group exclude each other and the first is the default; a switch without group is on or off.

type Switch = { group?: string; says: string };

export const SWITCHES = {
  'no-filter': { group: 'delta', says: '`updatedAt_gte` est ignoré en silence (défaut)' },
  'delta-filter': { group: 'delta', says: '`updatedAt_gte` filtre, borne comprise' },
  'delta-exclusive': { group: 'delta', says: 'autre lecture : `updatedAt_gte` filtre, borne exclue' },
  'cap-100': { group: 'cap', says: '`_limit` au-delà de 100 est ramené à 100 en silence (défaut)' },
  'large-limit': { group: 'cap', says: '`_limit` jusqu’à 1000' },
  'cap-refused': { group: 'cap', says: 'autre lecture : `_limit` au-delà de 100 répond 400' },
  throttle: { group: 'rate', says: 'seau de 10 appels, un de plus par seconde (défaut)' },
  'no-throttle': { group: 'rate', says: 'aucune limite de débit' },
  blind: { group: 'retry', says: '429 sans Retry-After (défaut)' },
  polite: { group: 'retry', says: '429 avec Retry-After en secondes' },
  date: { group: 'retry', says: '429 avec Retry-After en date HTTP' },
  'webhooks-off': { group: 'webhooks', says: 'aucun webhook (défaut)' },
  'webhooks-on': { group: 'webhooks', says: 'un événement signé à chaque changement, si un abonnement existe' },
  'file-auth-ok': { group: 'files', says: '/api/files/:id/content accepte la clé (défaut)' },
  'file-auth-401': { group: 'files', says: '/api/files/:id/content répond 401 avec ou sans clé' },
  'midnight-2400': { group: 'midnight', says: '`24:00` termine un créneau (défaut)' },
  'midnight-0000': { group: 'midnight', says: 'autre lecture : `00:00` termine un créneau, `24:00` est refusé' },
  'midnight-none': { group: 'midnight', says: 'autre lecture : la dernière minute du jour ne s’écrit pas' },
  'sort-ignored': { says: '`_sort` et `_order` sont ignorés' },
  'oldest-first': { says: 'autre lecture : sans `_sort`, le plus ancien d’abord' },
  'zero-based': { says: 'autre lecture : `_page` commence à 0' },
  'strict-paging': { says: 'autre lecture : un `_limit` ou `_page` invalide répond 400' },
  'past-end-404': { says: 'autre lecture : une page au-delà de la fin répond 404' },
  'html-names': { says: 'noms et descriptions en HTML échappé' },
  'html-errors': { says: '405 et 500 répondent une page HTML' },
  'hidden-404': { says: 'autre lecture : un chantier masqué répond 404' },
  'deleted-410': { says: 'autre lecture : un chantier supprimé répond 410' },
  'tasks-unfiltered': { says: 'autre lecture : `/tasks?project=` ignore le filtre' },
  'tasks-no-project': { says: 'autre lecture : les tâches ne portent pas `project`' },
  'tasks-orphaned': { says: 'autre lecture : les tâches survivent à leur chantier' },
  'hours-deleted': { says: 'autre lecture : un chantier supprimé emporte ses heures' },
  'entry-filter': { says: '`/timesheet_entries` filtre par `user` et `day`' },
  'entry-by-id': { says: 'autre lecture : une saisie se lit par son identifiant (sinon 405)' },
  'notes-html': { says: '`notes` revient en HTML échappé' },
  'project-required': { says: 'autre lecture : une saisie sans `project` est refusée' },
  'unknown-404': { says: 'autre lecture : personne ou chantier inconnu répond 404 au lieu de 400' },
  'overlap-refused': { says: 'autre lecture : deux créneaux qui se chevauchent sont refusés (409)' },
  'archived-accepted': { says: 'autre lecture : des heures sur un chantier archivé sont acceptées' },
  'day-over-24-refused': { says: 'autre lecture : plus de 24 h dans une journée est refusé (422)' },
  'delete-200': { says: 'autre lecture : DELETE répond 200 avec un corps' },
  'post-200': { says: 'autre lecture : POST répond 200 au lieu de 201' },
  'post-id-only': { says: 'autre lecture : POST ne rend que `data.id`' },
  'throttle-per-key': { says: 'autre lecture : le débit est compté par clé' },
  'throttle-counts-refused': { says: 'autre lecture : les appels refusés comptent dans le débit' },
} as const satisfies Record<string, Switch>;

export type SwitchName = keyof typeof SWITCHES;
export type Profiles = Set<SwitchName>;

const NAMES = Object.keys(SWITCHES) as SwitchName[];
const groupOf = (name: SwitchName): string | undefined => (SWITCHES[name] as Switch).group;
const siblings = (name: SwitchName): SwitchName[] => NAMES.filter(other => groupOf(other) === groupOf(name));

export const isSwitch = (name: string): name is SwitchName => Object.hasOwn(SWITCHES, name);

export function turnOn(profiles: Profiles, name: SwitchName): void {
  if (groupOf(name)) for (const other of siblings(name)) profiles.delete(other);
  profiles.add(name);
}

/** In a group, the default takes the place of what was turned off. */
export function turnOff(profiles: Profiles, name: SwitchName): void {
  if (!profiles.delete(name) || !groupOf(name)) return;
  profiles.add(siblings(name)[0]!);
}

/** @throws Error on a name that is no switch */
export function profilesOf(names: readonly string[]): Profiles {
  const profiles: Profiles = new Set(NAMES.filter(name => groupOf(name) && siblings(name)[0] === name));
  for (const name of names) {
    if (!isSwitch(name)) throw new Error(`profil inconnu : ${name}`);
    turnOn(profiles, name);
  }
  return profiles;
}
