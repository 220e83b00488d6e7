import { ApiProblem, OfflineError } from './api.ts';

/** A refusal in one sentence, where there is no room for a whole notice. */
export function sayError(error: unknown): string {
  if (error instanceof ApiProblem) return `${error.title} : ${error.detail}`;
  if (error instanceof OfflineError) return 'Le hub ne répond pas : rien n’a été fait. Réessayez.';
  return 'Cela n’a pas abouti, par une erreur de notre part.';
}
