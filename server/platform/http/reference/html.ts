// HTML written by the server: whatever is not `Html` already is escaped.

export type Html = { readonly html: string };
type Value = Html | string | number | readonly Html[] | null | false;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const textOf = (value: Value): string => {
  if (value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, character => ESCAPES[character]!);
  }
  return Array.isArray(value) ? value.map(item => item.html).join('') : (value as Html).html;
};

export const html = (strings: TemplateStringsArray, ...values: Value[]): Html => ({
  html: String.raw({ raw: strings }, ...values.map(textOf)),
});

/** The little Markdown of our own texts: paragraphs, **strong** and `code`. */
export function prose(markdown: string): Html[] {
  return markdown.split('\n\n').map(paragraph => {
    const escaped = html`${paragraph}`.html;
    return {
      html: `<p>${escaped.replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>').replace(/`(.+?)`/g, '<code>$1</code>')}</p>`,
    };
  });
}

const PAGES = [
  ['/api/docs', 'Routes'],
  ['/api/docs/droits', 'Droits des clés'],
  ['/api/docs/erreurs', 'Codes d’erreur'],
  ['/api/docs/evenements', 'Événements'],
] as const;

type Page = { path: string; title: string; aside?: Html | null; body: Html };

export function page({ path, title, aside = null, body }: Page): string {
  const links = PAGES.map(
    ([href, name]) => html`<a href="${href}"${href === path ? html` aria-current="page"` : null}>${name}</a>`,
  );
  const document = html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} — API du Hub Chantier</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<header>
<strong>Hub Chantier Intégrations</strong>
<nav aria-label="Documentation">${links}<a href="/api/openapi.json">OpenAPI 3.1</a></nav>
</header>
<div class="frame">
${aside && html`<nav class="aside" aria-label="Sur cette page">${aside}</nav>`}
<main id="contenu">
<h1>${title}</h1>
${body}
</main>
</div>
</body>
</html>
`;
  return document.html;
}
