// RFC 8288: where a list goes on. The cursor in the body says the same.
/** `url` is the request's own; its other parameters stay as they were. */
export function nextLink(url: string, next: string): Record<string, string> {
  const [path = '', query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return { link: `<${path}?${parameters}>; rel="next"` };
}
