import { z } from 'zod';
import { Email, Telephone } from './personne.ts';
import { Instant, text } from './text.ts';
import { MotifLien, Role } from './values.ts';

const Identifiant = text(1, 254).meta({ title: 'E-mail ou téléphone' });
/** Not trimmed and any Unicode: a password is what the person typed (ASVS 6.2). */
const MotDePasse = z.string().min(1).max(200).meta({ title: 'Mot de passe' });
const CodeTotp = z
  .string()
  .trim()
  .regex(/^[0-9]{6}$/)
  .meta({ title: 'Code à 6 chiffres', example: '123456' });

export const SignIn = z
  .strictObject({ identifiant: Identifiant, mot_de_passe: MotDePasse, code_totp: CodeTotp.optional() })
  .meta({ id: 'SignIn' });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in: what the web app draws itself from. */
export const Session = z
  .strictObject({
    personne: z.strictObject({
      id: z.uuid(),
      nom: z.string().max(100),
      prenom: z.string().max(100),
      role: Role,
      gestionnaire_paie: z.boolean(),
    }),
    totp_active: z.boolean(),
    demo: z.boolean(),
    signed_in_at: Instant,
    expires_at: Instant,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const OpenSession = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['session', 'jwt']),
    current: z.boolean(),
    ip: z.string().max(60).nullable(),
    agent: z.string().max(300).nullable(),
    signed_in_at: Instant,
    seen_at: Instant,
  })
  .meta({ id: 'OpenSession' });
export type OpenSession = z.infer<typeof OpenSession>;
/** The hundred used last, the caller's own. */
export const ListOpenSessions = z
  .strictObject({ items: z.array(OpenSession).max(100) })
  .meta({ id: 'ListOpenSessions' });

export const TokenRequest = z
  .discriminatedUnion('grant', [
    z.strictObject({
      grant: z.literal('password'),
      identifiant: Identifiant,
      mot_de_passe: MotDePasse,
      code_totp: CodeTotp.optional(),
    }),
    z.strictObject({ grant: z.literal('refresh'), refresh_token: z.string().min(1).max(200) }),
  ])
  .meta({ id: 'TokenRequest' });
export type TokenRequest = z.infer<typeof TokenRequest>;

export const Tokens = z
  .strictObject({
    token_type: z.literal('Bearer'),
    access_token: z.string().max(2000),
    expires_in: z.int().meta({ description: 'Secondes' }),
    refresh_token: z.string().max(200),
  })
  .meta({ id: 'Tokens' });
export type Tokens = z.infer<typeof Tokens>;

const JetonLien = z
  .string()
  .regex(/^hbl_[0-9A-Za-z]{43}$/)
  .meta({ example: 'hbl_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf' });
export const ReadLien = z.strictObject({ jeton: JetonLien });
export const LienOuvert = z
  .strictObject({
    prenom: z.string().max(100),
    nom: z.string().max(100),
    identifiants: z.array(z.string().max(254)).max(2),
    motif: MotifLien,
    expires_at: Instant,
  })
  .meta({ id: 'LienOuvert' });
export type LienOuvert = z.infer<typeof LienOuvert>;
/** Who the first administrateur is: read only when `identifiants` of the link is empty; then e-mail or telephone is needed. */
const identite = {
  prenom: text(1, 100).optional().meta({ title: 'Prénom' }),
  nom: text(1, 100).optional().meta({ title: 'Nom' }),
  email: Email.optional().meta({ title: 'E-mail' }),
  telephone: Telephone.optional().meta({ title: 'Téléphone' }),
};
export const UseLien = z
  .strictObject({ jeton: JetonLien, mot_de_passe: MotDePasse, ...identite })
  .meta({ id: 'UseLien' });
export type UseLien = z.infer<typeof UseLien>;

export const ChangePassword = z
  .strictObject({ ancien: MotDePasse, nouveau: MotDePasse })
  .meta({ id: 'ChangePassword' });
export type ChangePassword = z.infer<typeof ChangePassword>;

export const TotpStart = z
  .strictObject({ secret: z.string().max(100), otpauth_url: z.string().max(500) })
  .meta({ id: 'TotpStart' });
export const TotpConfirm = z.strictObject({ code_totp: CodeTotp }).meta({ id: 'TotpConfirm' });
export const TotpStop = z.strictObject({ mot_de_passe: MotDePasse }).meta({ id: 'TotpStop' });
