// The generated pages, in Markdown: for integrators and operators, so in French.
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { EVENTS } from '#contract/events.ts';
import { GUARDED_NOUNS, opens, ROUTE_SCOPES, SCOPES } from '#contract/scopes.ts';
import type { listSettings } from '#platform/config.ts';
import { statusOf } from '#platform/http/problem.ts';

type Settings = ReturnType<typeof listSettings>;

const page = (title: string, body: string) =>
  `<!-- Écrit par npm run docs : ne pas modifier. -->\n\n# ${title}\n\n${body}\n`;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n');

export function errorsPage(): string {
  const rows = Object.entries(ERRORS).map(([code, { title, detail }]) => [
    `\`${code}\``,
    String(statusOf(code as ErrorCode)),
    title,
    detail,
  ]);
  return page('Codes d’erreur', table(['Code', 'Statut', 'Nom', 'Sens et suite'], rows));
}

export function eventsPage(): string {
  const entries = Object.entries(EVENTS);
  const list = table(
    ['Événement', 'Fait'],
    entries.map(([type, { title }]) => [`\`${type}\``, title]),
  );
  const examples = entries.map(
    ([type, { example }]) => `## ${type}\n\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``,
  );
  return page('Événements', [list, ...examples].join('\n\n'));
}

export function scopesPage(): string {
  const rows = SCOPES.map(scope => [
    `\`${scope}\``,
    ...ROUTE_SCOPES.map(route => (opens([scope], route) ? 'oui' : 'non')),
  ]);
  const rule = `Une ligne par droit qu’une clé peut porter, une colonne par droit qu’une route demande. Pouvoir modifier,
c’est aussi pouvoir lire. Les droits nus \`read\` et \`write\` n’ouvrent jamais ${GUARDED_NOUNS.join(', ')}.
Une clé ne fait jamais plus que la personne à qui elle appartient.`;
  return page(
    'Droits des clés API',
    `${rule}\n\n${table(['Droit de la clé', ...ROUTE_SCOPES.map(w => `\`${w}\``)], rows)}`,
  );
}

export function configPage(settings: Settings): string {
  const rows = settings.map(({ name, help, fallback, secret }) => [
    `\`${name}\``,
    help,
    fallback ? `\`${fallback}\`` : '',
    secret ? 'oui' : '',
  ]);
  const rule = `Lus dans l’environnement, puis dans le fichier \`.env\` du projet ; l’environnement l’emporte. Un réglage
inconnu ou hors bornes arrête le démarrage avec une ligne claire. \`npm run check:config\` montre ce qui sera appliqué.`;
  return page('Réglages', `${rule}\n\n${table(['Réglage', 'Sens', 'Par défaut', 'Secret'], rows)}`);
}

export const envExample = (settings: Settings): string =>
  [
    '# Réglages du hub (écrit par npm run docs). Copiez ce fichier en .env et décommentez ce qui change.',
    ...settings.map(({ name, help, fallback }) => `\n# ${help}\n# ${name}=${fallback}`),
    '',
  ].join('\n');
