// What the door says to those who bring chantiers from an ERP.
import type { ErpField } from '#contract/chantier-from-erp.ts';
import type { StatutChantier } from '#contract/values.ts';

/** Where a page comes from, and what a person decided about that connexion. */
export type ErpSource = {
  /** The name its references carry. */
  system: string;
  run_id: string;
  /** A first import: its events are marked so, and it can be undone. */
  initial: boolean;
  /** An unknown chantier takes the place of ours that has its code, if no ERP holds that one yet. */
  relier_par_code: boolean;
  /** Fields of ours that stay as they are here, whatever the ERP says of them. */
  champs_app: readonly ErpField[];
  /** Day, Europe/Paris. Chantiers ended (else last changed) before it are left out, unless already known. Null: all are taken. */
  depuis: string | null;
  /** Their status id → ours. Null or absent: still to be mapped. */
  statuts: ReadonlyMap<string, StatutChantier | null>;
};

/** What became of one record. `skipped`: it ended before `depuis`. */
export type Outcome = {
  external_id: string;
  /** Its name, for a person. */
  libelle: string;
  /** Null when skipped, and for what an aperçu would create. */
  chantier_id: string | null;
  /** Null when skipped, and for an automatic code that an aperçu has not given. */
  code: string | null;
  action: 'created' | 'updated' | 'linked' | 'unchanged' | 'skipped';
  /** Fields of ours that differ; empty unless updated or linked. */
  changed: string[];
  /** French sentences for a person: what could not be taken as it came. */
  notes: string[];
  /** Its status over there is mapped to none of ours yet. */
  a_relier: boolean;
};

/** A chantier whose reference has just been marked. */
export type Marked = { external_id: string; chantier_id: string; code: string; libelle: string };
