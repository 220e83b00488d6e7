// The last gate before a log line leaves: whatever the caller did, no secret and no forged line passes here.

const KEY_NAMES =
  'password|passwd|mot_de_passe|ancien|nouveau|secret|client_secret|authorization|proxy-authorization|cookie|set-cookie|' +
  'token|jeton|access_token|refresh_token|api_key|apikey|x-api-key|credentials|private_key|code_totp|otpauth_url';

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;

const SECRETS: readonly [RegExp, string][] = [
  // By field name, at any depth; the value may be a string or a list of strings.
  [new RegExp(`"(${KEY_NAMES})":\\s*(?:${STRING}|\\[(?:${STRING}|[^"\\]])*\\])`, 'gi'), '"$1":"***"'],
  // By shape, wherever it stands. Keys are shown elsewhere by their first and last four characters: those stay readable.
  [/\bhb([clrs])_(?:test_)?[0-9A-Za-z]{12,}/g, 'hb$1_***'],
  [/\beyJ[\w-]+(?:\.|%2E)[\w-]+(?:(?:\.|%2E)[\w-]*)*/gi, 'eyJ***'],
  [/\bwhs([ek])(c?)_[0-9A-Za-z+/=_%-]{8,}/g, 'whs$1$2_***'],
  [/\b(__(?:Host|Secure)-[\w-]+|hub_[\w-]*session[\w-]*)=[^;,"\s\\]+/g, '$1=***'],
  [/\b(Basic|Bearer|Digest)(\s+|%20|\+)[\w+/=.~%-]{8,}/gi, '$1 ***'],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"/@\\?#]+@/gi, '$1***@'],
  [
    /([?&#](?:token|jeton|code|key|secret|password|access_token|refresh_token|api_key|sig|signature)=)[^&\s"#\\]+/gi,
    '$1***',
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?="))/g, '[private key]'],
];

/** Terminal control (C1, DEL), line separators JSON leaves as they are, and marks that reorder text on screen. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

const MAX_LINE = 64_000;

/** A line too long keeps its flat fields only: what was nested was a payload, which has no place in a log anyway. */
function shortened(line: string): string {
  const flat = Object.entries(JSON.parse(line)).filter(([, value]) => typeof value !== 'object');
  return JSON.stringify({ ...Object.fromEntries(flat.slice(0, 30)), 'hub.log_truncated': true });
}

/** The same patterns on words of the caller that are said back to him: a path, the name of a field. */
export const withoutSecrets = (text: string): string =>
  SECRETS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);

/** Takes one serialised JSON line (without its end of line) and gives it back safe, still valid JSON and still one line. */
export function scrubLine(line: string): string {
  const clean = withoutSecrets(line.length > MAX_LINE ? shortened(line) : line);
  return clean.replace(UNSAFE, escaped).replace(/[\r\n]/g, ' ');
}
