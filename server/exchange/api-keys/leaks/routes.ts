import { ReportLeaked } from '#contract/api-key.ts';
import { AppError } from '#platform/errors.ts';
import { addressKey, type RateLimit, type Rule } from '#platform/http/rate-limit.ts';
import { route } from '#platform/http/route.ts';
import { ANONYMOUS, type InUnit } from '#platform/unit.ts';
import { type GithubKeys, readGithubAlerts } from './read-github-alerts.ts';
import { reportLeaked } from './report-leaked.ts';

const PER_ADDRESS: Rule = { limit: 20, window_s: 3600 };

export type LeakDeps = { inUnit: InUnit; rateLimit: RateLimit; github_keys: GithubKeys };

export const leakRoutes = ({ inUnit, rateLimit, github_keys }: LeakDeps) => [
  route({
    base: 'v1',
    tag: 'Clés API',
    access: 'public',
    method: 'POST',
    path: '/keys/revoke-leaked',
    summary: 'Révoquer des clés API divulguées : détenir le secret suffit',
    body: ReportLeaked,
    status: 202,
    errors: ['too_many'],
    outside: async ({ body, request }, actor) => {
      const taken = await rateLimit.take(`leaks:${addressKey(request.ip)}`, PER_ADDRESS);
      if (!taken.allowed) throw new AppError('too_many', { retry_after_s: taken.retry_after_s });
      const leaks = body.secrets.map(secret => ({ secret }));
      await inUnit(actor, unit => reportLeaked(unit, leaks, 'signalement'), request);
    },
  }),
  route({
    base: 'v1',
    tag: 'Clés API',
    access: 'signature',
    method: 'POST',
    path: '/keys/github-alerts',
    summary: 'Recevoir de GitHub les clés API vues dans un dépôt public, qui sont révoquées',
    status: 202,
    outside: async input => {
      const leaks = readGithubAlerts(github_keys, input);
      await inUnit(ANONYMOUS, unit => reportLeaked(unit, leaks, 'github'), input.request);
    },
  }),
];
