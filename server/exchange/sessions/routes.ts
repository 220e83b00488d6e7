import { ById } from '#contract/page.ts';
import { Invitations, InviterPersonnes, LienPersonne } from '#contract/personne.ts';
import {
  ChangePassword,
  LienOuvert,
  ListOpenSessions,
  ReadLien,
  Session,
  SignIn,
  TokenRequest,
  Tokens,
  TotpConfirm,
  TotpStart,
  TotpStop,
  UseLien,
} from '#contract/session.ts';
import { Answer, type AnyRoute, route } from '#platform/http/route.ts';
import type { Deps } from './deps.ts';
import { endOwnSession } from './end-own-session.ts';
import { giveTokens } from './give-tokens.ts';
import { createLien } from './liens/create-lien.ts';
import { invitePersonnes } from './liens/invite-personnes.ts';
import { readLien } from './liens/read-lien.ts';
import { useLien } from './liens/use-lien.ts';
import { changePassword } from './passwords/change-password.ts';
import { clearedCookie, sessionCookie } from './session-cookie.ts';
import { type Opened, signIn } from './sign-in.ts';
import { listOpenSessions, readSession } from './sql/sessions.ts';
import { confirmTotp } from './totp/confirm-totp.ts';
import { startTotp } from './totp/start-totp.ts';
import { stopTotp } from './totp/stop-totp.ts';

const own = { base: 'auth', tag: 'Connexion', access: 'account' } as const;
const open = { base: 'auth', tag: 'Connexion', access: 'public' } as const;
const SIGN_IN_ERRORS = ['sign_in.refused', 'sign_in.totp_required', 'sign_in.totp_refused', 'too_many'] as const;
const PASSWORD_ERRORS = ['password.too_short', 'password.too_common', 'password.personal'] as const;
const withCookie = ({ session, token }: Opened) => new Answer(session, { 'set-cookie': sessionCookie(token) });

const sessionRoutes = (deps: Deps): AnyRoute[] => [
  route({
    ...open,
    method: 'POST',
    path: '/session',
    summary: 'Se connecter (navigateur)',
    body: SignIn,
    reply: Session,
    status: 201,
    secret_reply: true,
    errors: SIGN_IN_ERRORS,
    outside: async ({ body, request }, actor) => withCookie(await signIn(deps, body, { request, actor })),
  }),
  route({
    ...own,
    method: 'GET',
    path: '/session',
    summary: 'Savoir qui est connecté',
    reply: Session,
    read: (_input, at) => readSession(at, deps.demo),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/session',
    summary: 'Se déconnecter',
    errors: ['session.not_found'],
    handle: async unit => {
      await endOwnSession(unit, unit.actor.credential_id);
      return new Answer(null, { 'set-cookie': clearedCookie() });
    },
  }),
];

const openSessionRoutes = (deps: Deps): AnyRoute[] => [
  route({
    ...own,
    method: 'GET',
    path: '/sessions',
    summary: 'Lister mes sessions ouvertes',
    reply: ListOpenSessions,
    read: (_input, at) => listOpenSessions(at),
  }),
  route({
    ...own,
    method: 'DELETE',
    path: '/sessions/:id',
    summary: 'Fermer une de mes sessions',
    params: ById,
    errors: ['session.not_found'],
    handle: (unit, { params }) => endOwnSession(unit, params.id),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/token',
    summary: 'Obtenir ou renouveler un jeton d’accès (JWT)',
    body: TokenRequest,
    reply: Tokens,
    status: 200,
    secret_reply: true,
    errors: [...SIGN_IN_ERRORS, 'refresh.refused'],
    outside: ({ body, request }, actor) => giveTokens(deps, body, { request, actor }),
  }),
];

const lienRoutes = (deps: Deps): AnyRoute[] => [
  route({
    base: 'v1',
    tag: 'Personnes',
    access: 'account',
    roles: ['administrateur'],
    method: 'POST',
    path: '/personnes/:id/lien',
    summary: 'Créer le lien qui permet à une personne de choisir son mot de passe',
    idempotent: true,
    fresh_sign_in: true,
    params: ById,
    reply: LienPersonne,
    status: 201,
    secret_reply: true,
    errors: ['personne.not_found', 'personne.inactive', 'personne.no_identifiant'],
    handle: (unit, { params }) => createLien(unit, params.id, deps.public_url),
  }),
  route({
    ...open,
    method: 'POST',
    path: '/liens/lecture',
    summary: 'Lire un lien reçu',
    body: ReadLien,
    reply: LienOuvert,
    status: 200,
    secret_reply: true,
    errors: ['lien.refused'],
    handle: (unit, { body }) => readLien(unit, body.jeton),
  }),
];

const invitationRoutes = (deps: Deps): AnyRoute[] => [
  route({
    base: 'v1',
    tag: 'Personnes',
    access: 'account',
    roles: ['administrateur'],
    method: 'POST',
    path: '/personnes/invitations',
    summary: 'Inviter jusqu’à 500 personnes : un lien de 7 jours chacune, montré une fois',
    idempotent: true,
    fresh_sign_in: true,
    body: InviterPersonnes,
    reply: Invitations,
    status: 201,
    secret_reply: true,
    errors: ['personne.not_found'],
    handle: (unit, { body }) => invitePersonnes(unit, body, deps.public_url),
  }),
];

const passwordRoutes = (deps: Deps): AnyRoute[] => [
  route({
    ...open,
    method: 'POST',
    path: '/liens/usage',
    summary: 'Choisir son mot de passe avec un lien reçu, et se connecter',
    body: UseLien,
    reply: Session,
    status: 201,
    secret_reply: true,
    errors: [
      'lien.refused',
      'sign_in.refused',
      ...PASSWORD_ERRORS,
      'personne.no_identifiant',
      'personne.email_taken',
      'personne.telephone_taken',
      'personne.telephone_invalid',
    ],
    outside: async ({ body, request }, actor) => withCookie(await useLien(deps, body, { request, actor })),
  }),
  route({
    ...own,
    method: 'PUT',
    path: '/mot-de-passe',
    summary: 'Changer son mot de passe',
    body: ChangePassword,
    errors: ['sign_in.refused', ...PASSWORD_ERRORS],
    outside: ({ body, request }, actor) => changePassword(deps, body, { request, actor }),
  }),
];

const totpRoutes = (deps: Deps): AnyRoute[] => [
  route({
    ...own,
    method: 'POST',
    path: '/totp',
    summary: 'Préparer le code de sécurité (TOTP)',
    idempotent: true,
    fresh_sign_in: true,
    reply: TotpStart,
    status: 201,
    secret_reply: true,
    errors: ['totp.already_active'],
    handle: unit => startTotp(unit, deps.keyring),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/totp/confirmation',
    summary: 'Activer le code de sécurité',
    fresh_sign_in: true,
    body: TotpConfirm,
    errors: ['totp.already_active', 'totp.not_started', 'sign_in.totp_refused'],
    handle: (unit, { body }) => confirmTotp(unit, deps.keyring, body.code_totp),
  }),
  route({
    ...own,
    method: 'POST',
    path: '/totp/arret',
    summary: 'Retirer le code de sécurité',
    body: TotpStop,
    errors: ['sign_in.refused'],
    outside: ({ body, request }, actor) => stopTotp(deps, body.mot_de_passe, { request, actor }),
  }),
];

export const routes = (deps: Deps): AnyRoute[] => [
  ...sessionRoutes(deps),
  ...openSessionRoutes(deps),
  ...lienRoutes(deps),
  ...invitationRoutes(deps),
  ...passwordRoutes(deps),
  ...totpRoutes(deps),
];
