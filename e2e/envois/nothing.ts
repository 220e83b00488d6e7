// Of a connexion whose hours never left and whose people were never read.
export const NOTHING_SENT = {
  ...{
    link_id: '0199c8f0-6f4a-7000-8000-000000000001',
    version: 0,
    possible: true,
    actif: false,
    frequence: 'hebdomadaire',
    jour: 1,
    heure: '06:00',
  },
  ...{ depuis: null, horaires_demandes: true, horaires_acceptes_at: null, prochain_at: null, updated_at: null },
  arriere: { jours: 0, minutes: 0, premier: null },
};
export const NOBODY_READ = {
  ...{
    link_id: '0199c8f0-6f4a-7000-8000-000000000001',
    en_cours: false,
    demandee_at: null,
    lue_at: null,
    prochain_essai_at: null,
    illisibles: 0,
  },
  ...{ probleme: null, compte: { a_relier: 0, reliees: 0, ignorees: 0 } },
};
