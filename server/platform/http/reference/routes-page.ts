import type { Document } from '../openapi/document.ts';
import type { Operation } from '../openapi/operation.ts';
import type { JsonSchema } from '../openapi/schema.ts';
import { BASES } from '../route.ts';
import { fieldsTable } from './fields-table.ts';
import { type Html, html, page, prose } from './html.ts';

type Entry = { method: string; path: string; operation: Operation };

export function routesPage(document: Document): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = document.tags.map(({ name }) => ({
    name,
    entries: entries.filter(entry => entry.operation.tags.includes(name)),
  }));
  const aside = groups.map(
    group =>
      html`<h2>${group.name}</h2><ul>${group.entries.map(
        ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
      )}</ul>`,
  );
  const sections = groups.map(
    group => html`<section><h2>${group.name}</h2>${group.entries.map(entry => article(entry, document))}</section>`,
  );
  const body = html`${prose(String(document.info['description']))}
<p>Version ${String(document.info['version'])}. Le même contenu pour les machines :
<a href="/api/openapi.json">/api/openapi.json</a>.</p>${sections}`;
  return page({ path: '/api/docs', title: 'Référence de l’API', aside: html`${aside}`, body });
}

function article({ method, path, operation }: Entry, document: Document): Html {
  const { operationId, summary, description = null, requestBody } = operation;
  const body = requestBody ? contentOf(requestBody) : null;
  const schemas = document.components['schemas']!;
  const [status, success] = Object.entries(operation.responses)[0]!;
  const reply = contentOf(success);
  return html`<article id="${operationId}">
<h3><a class="anchor" href="#${operationId}">${summary}</a></h3>
<p class="route"><b class="${method.toLowerCase()}">${method}</b> <code>${breakable(path)}</code></p>
${description && html`<p>${description}</p>`}
${access(operation)}
${parameters(operation, document)}
${body && html`<h4>Corps de la demande</h4>${fieldsTable(body.schema, schemas, 'request')}`}
<h4>Réponse ${status}</h4>
${
  reply
    ? html`<details><summary>Champs</summary>${fieldsTable(reply.schema, schemas, 'reply')}</details>
<details><summary>Exemple</summary><pre tabindex="0">${JSON.stringify(reply.example, null, 2)}</pre></details>`
    : html`<p>${String(success['description'])}.</p>`
}
<details><summary>Erreurs possibles</summary>${failures(operation)}</details>
${path.startsWith(BASES.v1) && operation.security.length > 0 && html`<h4>Avec une clé</h4><pre tabindex="0">${curl({ method, path, operation }, document)}</pre>`}
</article>`;
}

function access({ security }: Operation): Html {
  const [first] = security;
  if (!first) return html`<p class="access">Sans identification.</p>`;
  const scope = first['cle_api']?.[0];
  return scope
    ? html`<p class="access">Clé avec le droit <a href="/api/docs/droits"><code>${scope}</code></a>, jeton d’accès ou session.</p>`
    : html`<p class="access">Jeton d’accès ou session ; une clé API est refusée.</p>`;
}

function parameters({ parameters = [] }: Operation, document: Document): Html | null {
  const known = parameters.map(item =>
    '$ref' in item
      ? document.components['parameters']![String(item['$ref']).split('/').at(-1)!]!
      : (item as JsonSchema),
  );
  if (known.length === 0) return null;
  const where: Record<string, string> = { path: 'chemin', query: 'requête', header: 'en-tête' };
  const properties = Object.fromEntries(
    known.map(({ name, schema, description, in: place }) => [
      String(name),
      { ...(schema as JsonSchema), description: [`(${where[String(place)]})`, description].filter(Boolean).join(' ') },
    ]),
  );
  const required = known.filter(item => item['required']).map(item => String(item['name']));
  return html`<h4>Paramètres</h4>${fieldsTable({ type: 'object', properties, required }, document.components['schemas']!, 'request')}`;
}

function failures({ responses }: Operation): Html {
  const rows = Object.entries(responses)
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, response]) => {
      const examples = (response['content'] as Record<string, { examples: object }>)['application/problem+json']!
        .examples;
      return Object.keys(examples).map(
        code =>
          html`<tr><td>${status}</td><td><a href="/api/docs/erreurs/${code}"><code>${breakable(code)}</code></a></td></tr>`,
      );
    });
  return html`<table><thead><tr><th scope="col">Statut</th><th scope="col">Code</th></tr></thead><tbody>${rows}</tbody></table>`;
}

type Content = { schema: JsonSchema; example: unknown };
const contentOf = (holder: JsonSchema): Content | null => {
  const content = holder['content'] as Record<string, Content> | undefined;
  return content?.['application/json'] ?? content?.[STREAM] ?? null;
};
const STREAM = 'text/event-stream';
const isStream = ({ responses }: Operation): boolean => STREAM in ((responses['200']?.['content'] as object) ?? {});

/** A long path may be cut after its slashes on a phone. */
const breakable = (path: string): Html[] => path.split(/(?<=[/.])/).map(part => html`${part}<wbr>`);

function curl({ method, path, operation }: Entry, document: Document): string {
  const url = document.servers[0]!.url + path.replace(/\{\w+\}/g, '0199c8f0-6f4a-7000-8000-000000000001');
  const body = operation.requestBody ? contentOf(operation.requestBody) : null;
  const versioned = operation.parameters?.some(item => String(item['$ref']).endsWith('IfMatch'));
  return [
    `curl ${isStream(operation) ? '-N ' : ''}${method === 'GET' ? '' : `-X ${method} `}'${url}'`,
    `-H "Authorization: Bearer $HUB_KEY"`,
    ...(versioned ? [`-H 'If-Match: "1"'`] : []),
    ...(body
      ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`]
      : []),
  ].join(' \\\n  ');
}
