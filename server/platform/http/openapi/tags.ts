/** What each group of routes is about; a tag that is not here shows its name alone (every tag of ours is: openapi.test.ts). */
export const TAGS: Record<string, string> = {
  Chantiers: 'Les chantiers, leur équipe et leurs références dans d’autres systèmes ; les communes de France.',
  Personnes: 'Les personnes de l’entreprise et les liens qui leur ouvrent le hub.',
  Planning: 'Qui est où, quel jour : les affectations, la semaine d’un coup d’œil, et les absences.',
  'Clés API':
    'Les clés d’une personne : création, droits, rotation, révocation, journal ; la suspension par un administrateur.',
  Connexion: 'Sessions du navigateur, jetons d’accès, mot de passe et code de sécurité.',
  ERP: 'Connexions aux ERP, imports, correspondances et signaux.',
  Exploitation: 'Sauvegardes, travaux en échec et tableau de bord de l’exploitant.',
};
