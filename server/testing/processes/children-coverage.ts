// Node hands NODE_V8_COVERAGE on to every process that a process starts. It is set here and not for the worker itself, whose
// lines vitest counts (scripts/coverage.ts puts the two together).
const folder = process.env['TEST_CHILDREN_COVERAGE'];
if (folder) process.env['NODE_V8_COVERAGE'] = folder;
