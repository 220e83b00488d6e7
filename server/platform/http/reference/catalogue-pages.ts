// The pages drawn from the contract's catalogues: scopes and events.
import { EVENTS } from '#contract/events.ts';
import { GUARDED_NOUNS, opens, ROUTE_SCOPES, SCOPES } from '#contract/scopes.ts';
import { makeSchemas } from '../openapi/schema.ts';
import { fieldsTable } from './fields-table.ts';
import { html, page } from './html.ts';

export function scopesPage(): string {
  const rows = SCOPES.map(
    scope =>
      html`<tr><th scope="row"><code>${scope}</code></th>${ROUTE_SCOPES.map(wanted =>
        opens([scope], wanted)
          ? html`<td class="yes">✓ <span class="hidden">oui</span></td>`
          : html`<td class="no">– <span class="hidden">non</span></td>`,
      )}</tr>`,
  );
  const guarded = GUARDED_NOUNS.join(', ');
  const body = html`<p>Une clé porte un ou plusieurs droits ; chaque route en demande un. Une clé ne fait jamais plus que la personne
à qui elle appartient : son rôle et ses chantiers comptent à chaque demande, et une personne désactivée n’a plus de clé.</p>
<p>Pouvoir modifier, c’est aussi pouvoir lire. Les droits nus <code>read</code> et <code>write</code> n’ouvrent jamais ${guarded}.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table des droits"><table class="truth"><caption>Ce que chaque droit ouvre</caption>
<thead><tr><th scope="col">Droit de la clé</th>${ROUTE_SCOPES.map(wanted => html`<th scope="col"><code>${wanted}</code></th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
  return page({ path: '/api/docs/droits', title: 'Droits des clés API', body });
}

export function eventsPage(): string {
  const schemas = makeSchemas();
  const entries = Object.entries(EVENTS);
  const aside = html`<ul>${entries.map(([type]) => html`<li><a href="#${type}"><code>${type}</code></a></li>`)}</ul>`;
  const articles = entries.map(
    ([
      type,
      { title, data, example },
    ]) => html`<article id="${type}"><h2><a class="anchor" href="#${type}"><code>${type}</code></a></h2><p>${title}.</p>
<details><summary>Champs</summary>${fieldsTable(schemas.reply(data), schemas.components, 'reply')}</details>
<details><summary>Exemple</summary><pre tabindex="0">${JSON.stringify(example, null, 2)}</pre></details></article>`,
  );
  const body = html`<p>Les faits que le hub inscrit à son histoire, dans la transaction qui les rend vrais.</p>${articles}`;
  return page({ path: '/api/docs/evenements', title: 'Événements', aside, body });
}
