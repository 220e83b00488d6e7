// Every ERP the hub can speak to: one line per folder, which `npm run new:connector` writes. Whoever needs them reads all.ts.
export { costructor } from './costructor/index.ts';
export { tryton } from './tryton/index.ts';
