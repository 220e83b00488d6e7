// Rows of the table of rights.db.test.ts: what is sent to an ERP.
export const RIGHTS_OVER_ENVOIS = `GET /api/v1/erp-links/:id/envoi-heures                             | erp:read        | AP    | refused | 200
   GET /api/v1/erp-links/:id/envoi-heures/sante                       | erp:read        | ACP   | refused | 200
   PUT /api/v1/erp-links/:id/envoi-heures                             | erp:write       | A     | refused | 200
   GET /api/v1/exports                                                | erp:read        | ACP   | refused | 200
   GET /api/v1/exports/:id                                            | erp:read        | ACP   | refused | 200
   GET /api/v1/exports/:id/flux                                       | erp:read        | ACP   | refused | 200
   POST /api/v1/exports                                               | erp:write       | ACP   | refused | 404 erp_link.not_found
   POST /api/v1/exports/:id/pause                                     | erp:write       | AP    | refused | 409 export.not_open
   POST /api/v1/exports/:id/reprise                                   | erp:write       | AP    | refused | 409 export.not_open
   POST /api/v1/exports/:id/annulation                                | erp:write       | AP    | refused | 409 export.not_open
   POST /api/v1/exports/:id/relance                                   | erp:write       | AP    | refused | 409 erp_link.not_ready
   GET /api/v1/lignes-envoi                                           | erp:read        | ACP   | refused | 200
   GET /api/v1/lignes-envoi/:id                                       | erp:read        | ACP   | refused | 200
   GET /api/v1/lignes-envoi/:id/historique                            | erp:read        | ACP   | refused | 200
   POST /api/v1/lignes-envoi/:id/relance                              | erp:write       | AP    | refused | 409 erp_link.not_ready
   POST /api/v1/lignes-envoi/:id/ignorer                              | erp:write       | AP    | refused | 200
   GET /api/v1/envois/semaine                                         | erp:read        | ACP   | refused | 200
   GET /api/v1/regularisations-erp                                    | erp:read        | ACP   | refused | 200
   POST /api/v1/regularisations-erp/:id/report                        | erp:write       | AP    | refused | 200`;

/** Of what was sent, a conducteur sees what is of the chantiers he leads. */
const [NO_EXPORT, NO_LIGNE] = ['404 export.not_found', '404 ligne_envoi.not_found'];
export const UNSEEN: Record<string, string> = {
  ...{ 'GET /api/v1/exports/:id': NO_EXPORT, 'GET /api/v1/exports/:id/flux': NO_EXPORT },
  ...{ 'GET /api/v1/lignes-envoi/:id': NO_LIGNE, 'GET /api/v1/lignes-envoi/:id/historique': NO_LIGNE },
};
