// How people read the name of a background job. One that is not here keeps its own.

export const LIBELLES: Record<string, string> = {
  'events.fan-out': 'Diffusion des événements',
  'sauvegardes.run': 'Sauvegarde',
  'sauvegardes.tick': 'Sauvegardes : ce qui est à faire',
  'sessions.purge': 'Ménage des sessions',
  'imports.run': 'Import depuis l’ERP',
  'imports.tick': 'Imports : ce qui est à faire',
  'imports.hints': 'Signal de l’ERP',
};

/** What the queue says by itself. */
export const ERREURS: Record<string, string> = {
  'job timed out': 'Trop long : arrêté après six heures.',
  'job heartbeat timeout': 'Le processus qui s’en chargeait ne répond plus.',
};
