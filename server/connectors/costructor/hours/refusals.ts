// Why an entry was refused, in our words: by their code where they give one, else by their sentence. Codes ASSUMPTION, but for
// the form (`timesheet.locked`): FACT-OBS [C5] [C6] elsewhere. The sentence a person reads is theirs, cleaned.
import { RAISONS_LIGNE, type RaisonLigne } from '#contract/values.ts';
import type { Written } from '../client.ts';
import { toPlainText } from '../html.ts';

export type Refusal = Extract<Written, { is: 'refused' }>;
export type Refus = { code: RaisonLigne; phrase: string };

const MAX_PHRASE = 300;
const KNOWN: [code: RegExp, words: RegExp, raison: RaisonLigne][] = [
  [/^timesheet\.(locked|validated|closed)$/, /semaine.*(valid|verrouill|cl[oô]tur)/i, 'verrouille'],
  [/^timesheet\.overlap/, /chevauch/i, 'chevauchement'],
  [/^timesheet\.too_long$/, /(d[eé]pass|plus de).*24/i, 'jour_trop_long'],
  [/^project\.(archived|closed)$/, /chantier.*(archiv|ferm[eé]|cl[oô]tur)/i, 'chantier_ferme'],
  [/^project\.(unknown|not_found)$/, /chantier.*(inconnu|introuvable)/i, 'chantier_inconnu'],
  [
    /^user\.(unknown|not_found)$/,
    /(utilisateur|personne|salari[eé]|membre).*(inconnu|introuvable)/i,
    'personne_inconnue',
  ],
];

export function refusOf(refusal: Refusal): Refus {
  const said = toPlainText(refusal.texte);
  const known =
    KNOWN.find(([code]) => refusal.code !== null && code.test(refusal.code)) ??
    (refusal.code === null ? KNOWN.find(([, words]) => words.test(said)) : undefined);
  const raison = known?.[2] ?? 'autre';
  return { code: raison, phrase: said === '' ? RAISONS_LIGNE[raison] : cut(said) };
}

/** About the times themselves, so about how midnight is written when everything else of it was accepted before. */
export const isAboutTimes = ({ code, texte }: Refusal): boolean =>
  code !== null ? code.startsWith('time.') : /\b(heures?|horaires?)\b.*(invalide|suivre|apr[eè]s|format)/i.test(texte);

function cut(text: string): string {
  const points = Array.from(text);
  return points.length <= MAX_PHRASE ? text : `${points.slice(0, MAX_PHRASE - 1).join('')}…`;
}
