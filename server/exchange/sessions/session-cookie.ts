// `__Host-` binds it to this host, over HTTPS, for every path; no script reads it (ASVS 3.3).
export const COOKIE_NAME = '__Host-hub_session';
export const SESSION_PREFIX = 'hbs_';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** A session cookie: it leaves with the browser, and its session ends by itself on our side. */
export const sessionCookie = (token: string): string => `${COOKIE_NAME}=${token}; ${ATTRIBUTES}`;
export const clearedCookie = (): string => `${COOKIE_NAME}=; ${ATTRIBUTES}; Max-Age=0`;

export const isSessionToken = (text: string): boolean => /^hbs_[0-9A-Za-z]{43}$/.test(text);
