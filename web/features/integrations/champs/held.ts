// Which side holds which field of a chantier, and what a change of it means. Pure.
import { ERP_FIELDS, type ErpField } from '#contract/chantier-from-erp.ts';
import { CHAMPS_TENABLES, type ChampTenable } from '#contract/erp-link.ts';
import { CHAMPS } from '../../../ui/erp/champs.ts';

export type Held = readonly ChampTenable[];
export type Change = { champ: ChampTenable; to: 'app' | 'erp' };

/** The ERP's for good. */
const isTenable = (champ: ErpField): champ is ChampTenable => CHAMPS_TENABLES.includes(champ as ChampTenable);

const listed = (champs: readonly ErpField[]): string =>
  champs
    .map((champ, i) => (i === 0 ? CHAMPS[champ] : CHAMPS[champ].charAt(0).toLowerCase() + CHAMPS[champ].slice(1)))
    .join(', ');

/** `Code, nom, statut`: of the side that holds them; empty when it holds none. */
export const fieldsOf = (held: Held, side: 'app' | 'erp'): string =>
  listed(ERP_FIELDS.filter(champ => (isTenable(champ) && held.includes(champ)) === (side === 'app')));

/** In the order of a chantier's sheet. */
export const changesBetween = (before: Held, after: Held): Change[] =>
  CHAMPS_TENABLES.filter(champ => before.includes(champ) !== after.includes(champ)).map(champ => ({
    champ,
    to: after.includes(champ) ? 'app' : 'erp',
  }));

/** My changes laid over what somebody else has saved meanwhile. */
export const layOver = (held: Held, changes: readonly Change[]): ChampTenable[] =>
  CHAMPS_TENABLES.filter(champ => {
    const mine = changes.find(change => change.champ === champ);
    return mine ? mine.to === 'app' : held.includes(champ);
  });

export const consequenceOf = ({ champ, to }: Change, erp: string): string =>
  to === 'app'
    ? `${CHAMPS[champ]} : se changera dans le hub. Ce que ${erp} en dira ne l’écrasera plus ; chaque écart restera visible dans les conflits.`
    : `${CHAMPS[champ]} : se changera dans ${erp}. À la prochaine lecture complète, sa valeur remplacera celle du hub.`;
