// A user agent, in words a person knows. Pure; unknown ones are called what they are.

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const first = (names: [RegExp, string][], agent: string) => names.find(([pattern]) => pattern.test(agent))?.[1];

/** `Firefox sur Windows`, `Application (jeton) · curl`. */
export function deviceName({ kind, agent }: { kind: 'session' | 'jwt'; agent: string | null }): string {
  const browser = first(BROWSERS, agent ?? '');
  const system = first(SYSTEMS, agent ?? '');
  const name = browser && system ? `${browser} sur ${system}` : (browser ?? system ?? 'Appareil inconnu');
  return kind === 'jwt' ? `Application (jeton) · ${name}` : name;
}
