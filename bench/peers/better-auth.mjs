// Better Auth's API key plugin as its documentation says: keys and their rate limit in PostgreSQL. It has no route of its own
// that verifies a key: a bare node:http server calls `verifyApiKey` and answers nothing, 204 or 401.
// Prints its key once it listens. Arguments: database URL, port.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';

const [url, port] = process.argv.slice(2);
const HOUR_MS = 3_600_000;
const options = {
  database: new pg.Pool({ connectionString: url, max: 10 }),
  secret: `${randomUUID()}${randomUUID()}`,
  baseURL: `http://127.0.0.1:${port}`,
  logger: { disabled: true },
  telemetry: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [
    apiKey({ defaultPrefix: 'hbc_', rateLimit: { enabled: true, timeWindow: HOUR_MS, maxRequests: 1_000_000 } }),
  ],
};
const { runMigrations } = await getMigrations(options);
await runMigrations();
const auth = betterAuth(options);
const { user } = await auth.api.signUpEmail({
  body: { name: 'Banc', email: 'banc@exemple.fr', password: `${randomUUID()}` },
});
const permissions = { chantiers: ['read'] };
const { key } = await auth.api.createApiKey({ body: { userId: user.id, name: 'banc', permissions } });

createServer(async (request, response) => {
  const given = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const { valid } = await auth.api.verifyApiKey({ body: { key: given, permissions } });
  response.writeHead(valid ? 204 : 401, valid ? {} : { 'content-length': 0 }).end();
}).listen(Number(port), '127.0.0.1', () => console.log(key));
