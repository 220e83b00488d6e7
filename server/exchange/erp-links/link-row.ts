import type { ChampTenable } from '#contract/erp-link.ts';
import type { EtatLink, FrequenceImport } from '#contract/values.ts';
import type { Outbound } from '#platform/outbound.ts';
import type { Keyring } from '#platform/secrets.ts';
import type { Clock, InUnit } from '#platform/unit.ts';
import type { Connectors, Cursor, ErpSession, Traits } from '../../connectors/connector.ts';

/** What openings of sessions and the routes need. */
export type LinkDeps = {
  inUnit: InUnit;
  connectors: Connectors;
  outbound: Pick<Outbound, 'fetch'>;
  keyring: Keyring;
  clock: Clock;
  /** Sleeps; rejects when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  public_url: string;
};

/** A connexion as the engine sees it: never its credentials. Instants are RFC 3339 in UTC; `heure` is Paris time. */
export type LinkRow = {
  id: string;
  version: number;
  kind: string;
  kind_nom: string;
  nom: string;
  system: string;
  simulateur: boolean;
  etat: EtatLink;
  frequence: FrequenceImport;
  heure: string;
  historique_mois: number;
  relier_par_code: boolean;
  champs_app: ChampTenable[];
  /** Whether the access lets hours be written; null: not asked yet. */
  heures: boolean | null;
  observed: Partial<Traits>;
  /** The connector's traits with `observed` laid over them. */
  traits: Traits;
  watermark: Cursor | null;
  premier_import_at: string | null;
  derniere_reussite_at: string | null;
  derniere_complete_at: string | null;
  dernier_essai_at: string | null;
  prochaine_lecture_at: string | null;
  prochain_essai_at: string | null;
  /** Since when it is in trouble (any word); `probleme_annonce`: people have been told. */
  probleme: { mot: string; phrase: string } | null;
  probleme_depuis: string | null;
  probleme_annonce: boolean;
  pas_avant: string | null;
};

export type OpenSession = { link: LinkRow; session: ErpSession };
