// What the planning says when it may not, cannot, or was too late (planning-looks.ts).
import type { Page } from 'playwright-core';
import type { Conflit } from '../contract/affectation.ts';
import { Problem } from '../contract/problem.ts';

const REQUEST = '0199c8f0-6f4a-7000-8000-000000000099';
const problem = (status: number, code: string, [title, detail]: [string, string]) => ({
  status,
  contentType: 'application/problem+json',
  json: Problem.parse({ type: 'about:blank', title, status, code, detail, request_id: REQUEST }),
});

/** The week is asked for again, and this is the answer. */
const weekAnswers = async (page: Page, answer: ReturnType<typeof problem>) => {
  await page.route('**/api/v1/planning?*', route => route.fulfill(answer));
  await page.reload();
  await page.getByRole('alert').first().waitFor();
};
export const weekFails = (page: Page) =>
  weekAnswers(page, problem(500, 'internal', ['Erreur du hub', 'Une erreur de notre part. Réessayez.']));
export const weekRefused = (page: Page) =>
  weekAnswers(page, problem(403, 'forbidden', ['Accès refusé', 'Votre rôle ne donne pas accès à ce planning.']));

/** A change of the day of the block that is open, by its drawer. */
async function changeDay(page: Page, jour: string): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox', { name: 'Jour' }).fill(jour);
  await page.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click();
}

export async function moveInConflict(page: Page, jour: string, conflits: Conflit[]): Promise<void> {
  const json = { creees: [], modifiees: [], supprimees: 0, conflits };
  await page.route('**/api/v1/affectations/lot', route => route.fulfill({ json }));
  await changeDay(page, jour);
  await page.getByText('Rien n’a été posé').first().waitFor();
}

export async function moveTooLate(page: Page, jour: string): Promise<void> {
  const late = problem(412, 'precondition.failed', ['Modifié entre-temps', 'Relisez, puis recommencez.']);
  await page.route('**/api/v1/affectations/lot', route => route.fulfill(late));
  await changeDay(page, jour);
  await page
    .getByRole('dialog')
    .getByText(/pendant votre saisie|entre-temps/)
    .first()
    .waitFor();
}
