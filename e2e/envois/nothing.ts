// Of a connexion whose hours never left and whose people were never read.
const NOTHING_SENT = {
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
const NOBODY_READ = {
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

const NO_RUN = {
  ...{ link_id: NOTHING_SENT.link_id, derniere_reussite_at: null, echecs_de_suite: 0, prochain_at: null },
  ...{ envoi_en_cours: null, jours: [] },
};

/** To a GET of `path` under such a connexion. */
export const nothingOf = (path: string): object | undefined =>
  ({ 'envoi-heures': NOTHING_SENT, 'envoi-heures/sante': NO_RUN, personnes: NOBODY_READ })[
    /^\/erp-links\/[^/]+\/([\w/-]+)$/.exec(path)?.[1] ?? ''
  ];
