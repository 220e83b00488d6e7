import { Temporal } from 'temporal-polyfill';

/** What streams of a connexion wait for. */
export const erpLinkTopic = (link_id: string): string => `erp-link:${link_id}`;

/** How long the ERP may be silent before people are told. */
export const ANNOUNCED_AFTER_MIN = 5;

/** `kind`, else `kind-2`, `kind-3`…: the first that no connexion in use carries. A retired one leaves its name free. */
export function nextSystem(kind: string, taken: readonly string[]): string {
  if (!taken.includes(kind)) return kind;
  for (let rank = 2; ; rank += 1) {
    const system = `${kind}-${rank}`;
    if (!taken.includes(system)) return system;
  }
}

type Trouble = { depuis: string; announced: boolean; now: Temporal.Instant };

/** Silence is told when it lasts; told once. */
export const isSilenceDue = ({ depuis, announced, now }: Trouble): boolean =>
  !announced && Temporal.Instant.compare(Temporal.Instant.from(depuis).add({ minutes: ANNOUNCED_AFTER_MIN }), now) <= 0;

export const parisDay = (instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString();

/** What a connexion is called when nobody said: the ERP's name, numbered like its system from the second on. */
export const defaultNom = (kind_nom: string, { kind, system }: { kind: string; system: string }): string =>
  system === kind ? kind_nom : `${kind_nom} ${system.slice(kind.length + 1)}`;
