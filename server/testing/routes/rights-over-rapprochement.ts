// Rows of the table of rights.db.test.ts: who of an ERP is who here, and what of the hours is over there.
export const RIGHTS_OVER_RAPPROCHEMENT = `GET /api/v1/personnes-erp                                          | erp:read        | AP    | refused | 200
   PATCH /api/v1/personnes-erp/:id                                    | erp:write       | AP    | refused | 200
   GET /api/v1/conflits-erp                                           | erp:read        | ACP   | refused | 200
   POST /api/v1/conflits-erp/:id/reprise                              | erp:write       | AC    | refused | 404 conflit_erp.not_found
   GET /api/v1/erp-links/:id/personnes                                | erp:read        | AP    | refused | 200
   POST /api/v1/erp-links/:id/personnes                               | erp:write       | AP    | refused | 409 erp_link.not_ready
   POST /api/v1/personnes-erp/import                                  | erp:write       | A     | refused | 207
   GET /api/v1/rapprochement                                          | erp:read        | ACP   | refused | 200
   GET /api/v1/rapprochement/cellule                                  | erp:read        | ACP   | refused | 200
   POST /api/v1/rapprochement                                         | erp:write       | ACP   | refused | 404 erp_link.not_found
   POST /api/v1/rapprochement/reparations                             | erp:write       | AP    | refused | 404 erp_link.not_found
   GET /api/v1/chronologie                                            | erp:read        | ACP   | refused | 404 chronologie.not_found`;
