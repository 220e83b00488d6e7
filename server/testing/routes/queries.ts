// What queries of the routes ask for, where something must be asked.
/** The chantier that queries ask for: whoever runs them makes it. */
export const ASKED_CHANTIER = '0199c8f0-6f4a-7000-8000-0000000c4a47';

/** What a query may not do without. */
export const REQUIRED: Record<string, Record<string, string>> = {
  '/communes': { q: 'mont' },
  '/planning': { semaine: '2026-W48' },
  '/heures/semaine': { semaine: '2026-W48' },
  '/envois/semaine': { semaine: '2026-W48' },
  '/pointages/equipe': { chantier_id: ASKED_CHANTIER, jour: '2026-11-24' },
  '/mappings': { link_id: '0199c8f0-6f4a-7000-8000-00000000dead' },
  '/personnes-erp': { link_id: '0199c8f0-6f4a-7000-8000-00000000dead' },
  '/rapprochement': { link_id: '0199c8f0-6f4a-7000-8000-00000000dead', semaine: '2026-W48' },
  '/rapprochement/cellule': {
    link_id: '0199c8f0-6f4a-7000-8000-00000000dead',
    jour: '2026-11-24',
    personne_id: '0199c8f0-6f4a-7000-8000-00000000dead',
  },
  '/chronologie': { objet: 'chantier', id: ASKED_CHANTIER },
  '/paie/pret': { mois: '2026-10' },
  '/paie/releves/:semaine/pdf': { agence: 'Intérim Savoie' },
};
