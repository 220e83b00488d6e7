// What a person reads about the people of an ERP: what, why, the next step.
import type { Probleme } from '#contract/erp-link.ts';
import type { Upstream } from '#platform/upstream.ts';

const PHRASES: Record<Probleme['mot'], (erp: string) => string> = {
  unavailable: erp => `${erp} ne répond pas : ses personnes seront relues toutes seules.`,
  busy: erp => `${erp} a demandé d’attendre : ses personnes seront relues toutes seules.`,
  denied: erp => `${erp} refuse l’accès : reconnectez la connexion, puis relisez ses personnes.`,
  rights: erp => `${erp} ne permet pas à ce compte de lire ses personnes : vérifiez là-bas la formule et les droits.`,
  address: erp =>
    `Le hub ne joint plus l’adresse de ${erp} : elle n’est pas publique. L’exploitant l’ouvre par OUTBOUND_ALLOW.`,
  strange: erp => `${erp} a donné une réponse que le hub ne sait pas lire : le journal du hub dit laquelle.`,
  internal: () => 'Le hub s’est trompé en lisant : l’erreur est dans son journal. Relancez la lecture.',
};

/** A reading in doubt is a reading not answered; what they refuse of a reading is strange. */
export function motOf(is: Upstream | null): Probleme['mot'] {
  if (is === null) return 'internal';
  if (is.word === 'denied') return is.why === 'credentials' ? 'denied' : is.why;
  if (is.word === 'doubtful') return 'unavailable';
  return is.word === 'unavailable' || is.word === 'busy' ? is.word : 'strange';
}

export const problemeOf = (is: Upstream | null, erp: string): Probleme => ({
  mot: motOf(is),
  phrase: PHRASES[motOf(is)](erp),
});

/** Why somebody of the ERP is not made here. */
export const raisons = {
  deja_reliee: 'Elle est déjà reliée.',
  ignoree: 'Elle est mise de côté : reprenez-la d’abord.',
  disparue: 'L’ERP ne la montre plus.',
  sans_nom: 'L’ERP ne donne pas son nom et son prénom : ajoutez-la à la main, puis reliez-la.',
  inconnue: 'Elle n’existe plus ici, ou sa connexion a été retirée.',
  plusieurs: 'Plusieurs personnes lui ressemblent ici : choisissez laquelle.',
  prise: 'Celle qui lui ressemble ici est déjà reliée à quelqu’un d’autre.',
  homonyme: 'Une personne du même nom existe ici : reliez-la, ou ajoutez celle-ci à la main.',
  sans_email: 'Créée sans son e-mail, que le hub ne sait pas lire.',
  sans_matricule: 'Créée sans son matricule, qui n’est pas de notre forme.',
} as const;
