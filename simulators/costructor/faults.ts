// The plan of misbehaviour. Whether a rule strikes depends on the seed, the rule and how many requests it has seen:
// the same seed before the same sequence of requests strikes the same ones, whatever the other rules do.
import type { Fault, RuleInput } from './faults/catalogue.ts';
import { unit } from './random.ts';

const KEPT = 20_000;

export type ActiveRule = { id: string; match: RuleInput['match']; fault: Fault; seen: number; fired: number };
export type Drawn = { rule: ActiveRule; fault: Fault; dice: number };
export type FaultPlan = {
  seed: number;
  name: string | null;
  rules: ActiveRule[];
  drawn: { n: number; rule: string; kind: string }[];
  made: number;
};

export const emptyPlan = (seed: number): FaultPlan => ({ seed, name: null, rules: [], drawn: [], made: 0 });

/** Adds rules, or replaces those whose id is taken: counters start again. */
export function addRules(plan: FaultPlan, rules: readonly RuleInput[]): ActiveRule[] {
  return rules.map(({ id, match, fault }) => {
    const rule: ActiveRule = { id: id ?? `r${++plan.made}`, match, fault, seen: 0, fired: 0 };
    plan.rules = [...plan.rules.filter(other => other.id !== rule.id), rule];
    return rule;
  });
}

export function removeRules(plan: FaultPlan, gone: (rule: ActiveRule) => boolean): number {
  const before = plan.rules.length;
  plan.rules = plan.rules.filter(rule => !gone(rule));
  return before - plan.rules.length;
}

export type Question = {
  n: number;
  account: string;
  method: string;
  /** Without the base. */
  path: string;
  page: number;
};

/** What strikes this request, in the order of the rules. */
export function draw(plan: FaultPlan, question: Question): Drawn[] {
  const drawn: Drawn[] = [];
  for (const rule of plan.rules) {
    if (!fits(rule.match, question)) continue;
    rule.seen++;
    if (!strikes(plan.seed, rule)) continue;
    rule.fired++;
    drawn.push({ rule, fault: rule.fault, dice: unit(plan.seed, rule.id, rule.seen, 'dice') });
    if (plan.drawn.length < KEPT) plan.drawn.push({ n: question.n, rule: rule.id, kind: nameOf(rule.fault) });
  }
  return drawn;
}

/** What the log and `GET /plan` call it: `status 503`, `drift renamed`, `mutate delete`. */
export function nameOf(fault: Fault): string {
  if (fault.kind === 'status') return `status ${fault.status}`;
  if (fault.kind === 'drift') return `drift ${fault.what}`;
  return fault.kind === 'mutate' ? `mutate ${fault.op}` : fault.kind;
}

function fits(match: ActiveRule['match'], { account, method, path, page }: Question): boolean {
  if (match.account !== undefined && match.account !== account) return false;
  if (match.method !== undefined && match.method !== method) return false;
  if (match.page !== undefined && match.page !== page) return false;
  return match.path === undefined || matchesPath(match.path, path);
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, i) => part === '*' || part === given[i]);
}

function strikes(seed: number, { id, match, seen, fired }: ActiveRule): boolean {
  if (match.times !== undefined && fired >= match.times) return false;
  if (match.nth !== undefined && seen !== match.nth) return false;
  if (match.every !== undefined && seen % match.every !== 0) return false;
  return match.probability === undefined || unit(seed, id, seen) < match.probability;
}
