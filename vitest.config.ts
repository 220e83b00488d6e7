import { defineConfig } from 'vitest/config';
import { MEASURED_GLOBS } from './scripts/coverage.ts';

const shared = {
  environment: 'node' as const,
  pool: 'forks' as const,
  setupFiles: ['server/testing/endings.ts', 'server/testing/processes/children-coverage.ts'],
};
const database = { globalSetup: ['server/testing/global-setup.ts'], testTimeout: 60_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      reporter: ['json'],
      reportOnFailure: true,
      include: MEASURED_GLOBS,
      exclude: ['**/*.test.ts'],
    },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{contract,server,web,scripts,simulators}/**/*.test.{ts,tsx}'],
          // The template of a connector sits its exam where it is put (scripts/new-connector.db.test.ts).
          exclude: [
            ...['**/*.{db,kill}.test.ts', '**/node_modules/**', 'web/dist/**'],
            'scripts/connector-template/**',
          ],
          testTimeout: 60_000,
        },
      },
      { test: { ...shared, ...database, name: 'db', include: ['{server,scripts}/**/*.db.test.ts'] } },
      {
        test: {
          ...shared,
          ...database,
          name: 'kill',
          include: ['{server,scripts}/**/*.kill.test.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // As long as a page waits for what it is asked (browser.ts): the second that vitest gives is lost on a busy machine.
          expect: { poll: { timeout: 15_000 } },
          // A busy machine may lose a gesture of the hand; what fails twice is a fault.
          retry: 1,
          fileParallelism: false,
        },
      },
    ],
  },
});
