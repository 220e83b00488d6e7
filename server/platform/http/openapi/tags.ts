/** What each group of routes is about; a tag that is not here shows its name alone (every tag of ours is: openapi.test.ts). */
export const TAGS: Record<string, string> = {
  Chantiers: 'Les chantiers, leur équipe et leurs références dans d’autres systèmes ; les communes de France.',
  Personnes: 'Les personnes de l’entreprise et les liens qui leur ouvrent le hub.',
  'Variables de paie':
    'Ce que la paie doit savoir d’un mois : rubriques, variables, réglages, périodes, régularisations et fichiers.',
  Heures: 'Pointages, feuilles d’heures de la semaine, leur soumission, leur validation et leur signature.',
  Planning: 'Qui est où, quel jour : les affectations, la semaine d’un coup d’œil, et les absences.',
  'Clés API':
    'Les clés d’une personne : création, droits, rotation, révocation, journal ; la suspension par un administrateur.',
  'Journal d’audit': 'Ce qui est arrivé à tout ce qui donne accès, enchaîné ligne à ligne, pour un SOC ou un auditeur.',
  Connexion: 'Sessions du navigateur, jetons d’accès, mot de passe et code de sécurité.',
  ERP: 'Connexions aux ERP, imports, correspondances et signaux.',
  Exploitation: 'Sauvegardes, travaux en échec et tableau de bord de l’exploitant.',
};
