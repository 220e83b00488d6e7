// The connexions ERP: settings, sealed credentials, health. Retiring one publishes `erp_link.disconnected`, and mending one
// `erp_link.restored`: whoever works through connexions listens (no door leads from here to imports).
import type { Feature } from '#platform/feature.ts';
import type { LinkDeps } from './link-row.ts';
import { routes } from './routes.ts';

export { connectLink } from './connect-link.ts';
export type { LinkDeps, LinkRow, OpenSession } from './link-row.ts';
export { shortHour } from './messages.ts';
export { noteAnswered, noteDay, noteEcarts, noteObserved, noteTrouble } from './note-health.ts';
export { openHook } from './open-hook.ts';
export { openSession } from './open-session.ts';
export { reconnectLink } from './reconnect-link.ts';
export { erpLinkTopic } from './rules.ts';
export { findErpLink, getErpLink, listActiveLinks, saveReading } from './sql.ts';

export const feature = (deps: LinkDeps): Feature => ({ name: 'erp-links', routes: routes(deps) });
