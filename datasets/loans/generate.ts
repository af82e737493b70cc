import { exp } from '$core/math/elementary';
import { Stream } from '$core/rng/stream';
import { booleans, numbers, strings, tableOf } from '../columns';
import { generator } from '../generator';
import type { fields } from './fields';
import { approvalProbability, histories, purposes, regions, type Applicant } from './truth';

const pick = <T>(rng: Stream, items: readonly T[], shares: readonly number[]): T => {
  let left = rng.uniform();
  const found = shares.findIndex((share) => (left -= share) < 0);
  return items[found < 0 ? items.length - 1 : found];
};
const round = (value: number, step: number) => Math.round(value / step) * step;

function applicant(rng: Stream, share: number): Applicant {
  const age = 20 + Math.floor(50 * rng.uniform());
  const income = round(40 * exp(0.45 * rng.normal()), 0.5);
  return {
    age,
    income: Math.max(8, income),
    debt: round(Math.max(8, income) * 0.6 * rng.uniform(), 0.5),
    amount: round(Math.max(8, income) * (0.1 + 0.7 * rng.uniform()), 0.5),
    employmentYears: Math.floor((age - 18) * rng.uniform()),
    history: pick(rng, histories, [0.12, 0.2, 0.38, 0.3]),
    purpose: pick(rng, purposes, [0.3, 0.15, 0.25, 0.15, 0.15]),
    homeowner: rng.uniform() < (age > 40 ? 0.55 : 0.25),
    group: rng.uniform() < share ? 'B' : 'A',
  };
}

/** With probability `proxy` the region follows the group (A: north or west, B: south or east), else it is any. */
function region(rng: Stream, group: 'A' | 'B', proxy: number): string {
  const anywhere = rng.below(4);
  const own = rng.below(2) + (group === 'B' ? 2 : 0);
  return regions[rng.uniform() < proxy ? own : anywhere];
}

export const generate = generator<typeof fields>(({ rows, bias, proxy, share, missing, noise }, seed) => {
  const rng = Stream.of(seed, 'data', 'loans');
  // Streams of their own, so that more bias or more gaps leave the applicants as they were.
  const [people, places, decisions, gaps] = ['people', 'places', 'decisions', 'gaps'].map((name) => rng.split(name));
  const applicants = Array.from({ length: rows }, () => applicant(people, share));
  const lives = applicants.map((a) => region(places, a.group, proxy));
  const approved = applicants.map((a) => {
    const yes = decisions.uniform() < approvalProbability(a, bias);
    return yes !== decisions.uniform() < noise;
  });
  const kept = () => gaps.uniform() >= missing;
  return tableOf([
    numbers(
      'income',
      applicants.map((a) => (kept() ? a.income : NaN)),
    ),
    numbers(
      'debt',
      applicants.map((a) => a.debt),
    ),
    numbers(
      'amount',
      applicants.map((a) => a.amount),
    ),
    numbers(
      'age',
      applicants.map((a) => a.age),
    ),
    numbers(
      'employment_years',
      applicants.map((a) => (kept() ? a.employmentYears : NaN)),
    ),
    strings(
      'credit_history',
      applicants.map((a) => (kept() ? a.history : null)),
    ),
    strings(
      'purpose',
      applicants.map((a) => a.purpose),
    ),
    booleans(
      'homeowner',
      applicants.map((a) => Number(a.homeowner)),
    ),
    strings('region', lives),
    strings(
      'group',
      applicants.map((a) => a.group),
    ),
    strings(
      'approved',
      approved.map((yes) => (yes ? 'yes' : 'no')),
    ),
  ]);
});
