// What each droit lets a key do, in words. Pure.
import { SCOPE_NOUNS, type Scope, type ScopeNoun } from '#contract/scopes.ts';

export type ScopeGroup = { title: string; scopes: { scope: Scope; title: string; help: string }[] };

const GENERAL: ScopeGroup = {
  title: 'Droits généraux',
  scopes: [
    { scope: 'read', title: 'Tout lire', help: 'Lit tout ce que vous voyez, et ce que le hub exposera plus tard.' },
    { scope: 'write', title: 'Tout lire et modifier', help: 'Crée, modifie et supprime ce que votre rôle permet.' },
  ],
};

const AUDIT: ScopeGroup = {
  title: SCOPE_NOUNS.audit,
  scopes: [
    {
      scope: 'audit:read',
      title: 'Lire le journal d’audit',
      help: 'Ce qui est arrivé à toutes les clés, avec les adresses ; un administrateur seulement.',
    },
  ],
};

function nounGroup(noun: ScopeNoun): ScopeGroup {
  if (noun === 'audit') return AUDIT;
  const name = SCOPE_NOUNS[noun];
  const low = name.toLowerCase();
  return {
    title: name,
    scopes: [
      { scope: `${noun}:read`, title: `Lire les ${low}`, help: `Liste et fiche des ${low} que vous voyez.` },
      {
        scope: `${noun}:write`,
        title: `Lire et modifier les ${low}`,
        help: `Crée et modifie des ${low}, dans la limite de votre rôle.`,
      },
      { scope: `${noun}:*`, title: `Tous les droits sur les ${low}`, help: `Lecture et modification, sans exception.` },
    ],
  };
}

export const SCOPE_GROUPS: ScopeGroup[] = [GENERAL, ...(Object.keys(SCOPE_NOUNS) as ScopeNoun[]).map(nounGroup)];

const TITLES = new Map<string, string>(
  SCOPE_GROUPS.flatMap(group => group.scopes.map(({ scope, title }) => [scope, title] as const)),
);

/** Every droit of the contract has words: scope-words.test.ts. */
export const scopeTitle = (scope: string): string => TITLES.get(scope) ?? scope;
