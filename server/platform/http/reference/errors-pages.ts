// Every code: in a table, and on the page its `type` leads to, in French and in English.
import { ERRORS, type ErrorCode } from '#contract/errors.ts';
import { AppError } from '../../errors.ts';
import { possibleErrors } from '../openapi/possible-errors.ts';
import { errorPath, statusOf, toProblem } from '../problem.ts';
import { type AnyRoute, fullPath } from '../route.ts';
import { html, page } from './html.ts';

export { errorPath } from '../problem.ts';

const CODES = Object.keys(ERRORS) as ErrorCode[];
const EXAMPLE = { request_id: '7d9f3f0e-6c1b-4f57-9a53-2f1f1f6a0c11', trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' };
/** Beyond, a list of routes says "any". */
const MANY = 20;

export function errorsPage(): string {
  const rows = CODES.map(code => {
    const { title, detail, titre_en, detail_en } = ERRORS[code];
    return html`<tr id="${code}"><td>${statusOf(code)}</td><td><a href="${errorPath(code)}"><code>${code}</code></a></td>
<td><strong>${title}</strong><br>${detail}<br><span lang="en">${titre_en}. ${detail_en}</span></td></tr>`;
  });
  const body = html`<p>Chaque erreur est un document <code>application/problem+json</code> dont <code>code</code> est l’un de ceux-ci et
dont <code>type</code> mène à sa page. <code>Accept-Language: en</code> donne titre et détail en anglais.</p>
<table class="errors"><thead><tr><th scope="col">Statut</th><th scope="col">Code</th><th scope="col">Sens et suite</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  return page({ path: '/api/docs/erreurs', title: 'Codes d’erreur', body });
}

export function errorPage(code: ErrorCode, routes: readonly AnyRoute[]): string {
  const { title, detail, titre_en, detail_en } = ERRORS[code];
  const body = html`<p>Statut ${statusOf(code)}, code <code>${code}</code>. <a href="/api/docs/erreurs">Tous les codes</a></p>
<p>${detail}</p>
<section lang="en"><h2>${titre_en}</h2><p>${detail_en}</p></section>
<h2>Exemple</h2>
<pre tabindex="0">${JSON.stringify(toProblem(new AppError(code), EXAMPLE), null, 2)}</pre>
<h2>Routes qui peuvent le répondre</h2>
${answering(code, routes)}`;
  return page({ path: errorPath(code), title, body });
}

function answering(code: ErrorCode, routes: readonly AnyRoute[]) {
  const found = routes.filter(record => possibleErrors(record).includes(code));
  if (found.length === 0) return html`<p>Aucune route en particulier.</p>`;
  if (found.length > MANY) return html`<p>${found.length} routes : voyez <a href="/api/docs">la référence</a>.</p>`;
  return html`<ul>${found.map(record => html`<li><code>${record.method} ${fullPath(record)}</code></li>`)}</ul>`;
}
