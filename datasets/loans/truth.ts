// The known rule behind the loan decisions. A fair lender decides by the applicant's means alone; the bias is taken
// off the log-odds of group B and nothing else depends on the group, so at bias 0 both groups fare alike.
import { log, sigmoid } from '$core/math/elementary';

export const histories = ['none', 'poor', 'fair', 'good'] as const;
export const purposes = ['car', 'education', 'home', 'business', 'other'] as const;
export const regions = ['north', 'west', 'south', 'east'] as const;

export interface Applicant {
  /** Thousands a year. */
  readonly income: number;
  /** Thousands owed already. */
  readonly debt: number;
  /** Thousands asked for. */
  readonly amount: number;
  readonly age: number;
  readonly employmentYears: number;
  readonly history: (typeof histories)[number];
  readonly purpose: (typeof purposes)[number];
  readonly homeowner: boolean;
  readonly group: 'A' | 'B';
}

const historyEffect = { none: -0.5, poor: -1.6, fair: 0.2, good: 1.1 };
const purposeEffect = { car: 0.1, education: 0, home: 0.3, business: -0.4, other: -0.2 };

/**
 * True probability of approval: logistic in
 * 0.9 + 1.5 ln(income / 40) - 2 (debt / income - 0.3) - 0.8 (amount / income - 0.4) + 0.08 (min(employment, 15) - 5)
 * + history + purpose + 0.4 if homeowner - bias if in group B. Age plays no part.
 */
export function approvalProbability(a: Applicant, bias: number): number {
  const logit =
    0.9 +
    1.5 * log(a.income / 40) -
    2 * (a.debt / a.income - 0.3) -
    0.8 * (a.amount / a.income - 0.4) +
    0.08 * (Math.min(a.employmentYears, 15) - 5) +
    historyEffect[a.history] +
    purposeEffect[a.purpose] +
    (a.homeowner ? 0.4 : 0) -
    (a.group === 'B' ? bias : 0);
  return sigmoid(logit);
}
