/** Set by the service worker on a kept reply: the instant it was read from the hub. */
export const KEPT_AT = 'hub-kept-at';
