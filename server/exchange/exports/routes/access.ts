// Who may read what is sent, and who may steer it. What a conducteur sees of it is cut in SQL (export_lisible).
export const read = {
  base: 'v1',
  tag: 'ERP',
  access: { scope: 'erp:read' },
  roles: ['administrateur', 'conducteur', 'gestionnaire_paie'],
} as const;
export const write = {
  base: 'v1',
  tag: 'ERP',
  access: { scope: 'erp:write' },
  roles: ['administrateur', 'gestionnaire_paie'],
} as const;
export const cursors = ['cursor.invalid', 'cursor.gone'] as const;
/** What may keep a run from being asked for. */
export const ASKING = [
  'erp_link.not_found',
  'erp_link.not_ready',
  'export.impossible',
  'export.not_set',
  'export.horaires_unaccepted',
] as const;
