// The state of CMA-ES at an ask, from what the ask may see. It follows from the trials alone: every earlier ask is drawn once
// more from its own named stream, with the state that it saw then; what was drawn again for the ask before is remembered.
// - An ask belongs to the generation that was open when it was asked. A generation closes, at the first ask that can see
//   it, when lambda of its trials have ended and at least mu of them have a value. Which trials an ask sees depends on the
//   width alone (index - width), so nothing here depends on which trial finished first.
// - Trials of a generation that end after it closed are left out, as in Optuna.
// - Pruned trials rank behind all that have a value: the longer trained before, then the better when they were ended.
//   Failed ones, and those without a finite value, rank last in the order of their numbers. Cancelled ones say nothing
//   about their point and are left out.
// - A point that CMA-ES did not draw itself (see cmaes.ts) is left out too.
import type { Stream } from '../../rng/stream';
import { spaceSize } from '../../space/points';
import type { ParamValues, Space } from '../../space/space';
import { followed } from '../follow';
import type { Ask, PastTrial } from '../sampler';
import { clipped, hasNumbers, inside, pointAt, type CmaAxis } from './axes';
import { defaultMargin, withMargin } from './margin';
import type { Strategy } from './strategy';
import { draw, initialState, update, type State } from './update';

/** Draws of one ask before it gives up finding a point that is new. */
const maxDraws = 16;
/** Where constraints refuse some. */
const maxAllowedDraws = 128;

export const drawsOf = ({ allowed }: Pick<Ask, 'allowed'>): number => (allowed ? maxAllowedDraws : maxDraws);

/** Initial step size: a sixth of the unit cube, as in Optuna. */
const sigma0 = 1 / 6;

export interface Problem {
  readonly space: Space;
  readonly axes: readonly CmaAxis[];
  readonly strategy: Strategy;
}

/** Draw number `attempt` of ask number `index`: resampled up to 10 n times until inside, then clipped. */
export function attemptAt({ space, axes }: Problem, state: State, shared: Stream, index: number, attempt: number) {
  const { x, rng } = drawAt(axes, state, shared, index, attempt);
  return { x, point: pointAt(space, axes, state, x, rng) };
}

function drawAt(axes: readonly CmaAxis[], state: State, shared: Stream, index: number, attempt: number) {
  const rng = shared.split('cmaes', index, attempt);
  let x = draw(state, rng);
  for (let again = 0; again < 10 * axes.length && !inside(axes, x); again++) x = draw(state, rng);
  return { x: clipped(axes, x), rng };
}

interface Solution {
  readonly x: Float64Array;
  /** 0: with a value, 1: pruned, 2: failed. */
  readonly rank: 0 | 1 | 2;
  /** Epochs that a pruned trial was trained; 0 for others. */
  readonly epochs: number;
  /** Smaller is better. */
  readonly cost: number;
}

/** What asks know of the trials before them. */
interface Known {
  state: State;
  open: Solution[];
  /** The states from the one that drew the trial at hand to the newest; with each trial in flight one more. */
  readonly states: State[];
}

/** The state at this ask. */
export function stateAt(
  problem: Problem,
  ask: Pick<Ask, 'trials' | 'pending' | 'direction' | 'shared' | 'allowed'>,
): State {
  const { space, strategy, axes } = problem;
  const { lambda, mu, n } = strategy;
  const steps = axes.map((axis) => axis.steps);
  // On a finite space it depends on all points before.
  const asks = spaceSize(space) === Infinity ? (ask.allowed ?? (() => true)) : null;
  const start = (): Known => {
    const state = initialState(new Float64Array(n).fill(0.5), sigma0);
    return { state, open: [], states: [state] };
  };
  const learn = (known: Known, trial: PastTrial) => {
    const solution = solutionOf(problem, known, ask, trial, asks);
    if (solution) known.open.push(solution);
    if (solution && known.open.length >= lambda && known.open.filter(({ rank }) => rank === 0).length >= mu) {
      const taken = known.open.sort((a, b) => a.rank - b.rank).slice(0, lambda);
      const best = taken.sort(byWorth).map(({ x }) => x);
      known.state = withMargin(update(strategy, known.state, best), steps, defaultMargin(n, lambda));
      known.open = [];
    }
    known.states.push(known.state);
    if (known.states.length > ask.pending.length + 1) known.states.shift();
  };
  const facts = ['cmaes', space, lambda, ask.direction, ask.pending.length, drawsOf(ask)];
  return followed(ask, facts, start, learn).state;
}

/** What a trial says of the generation that is open; null: nothing, or it belongs to another one. */
function solutionOf(
  problem: Problem,
  { state, states }: Known,
  ask: Pick<Ask, 'direction' | 'shared' | 'allowed'>,
  trial: PastTrial,
  asks: ((point: ParamValues) => boolean) | null,
): Solution | null {
  const worth = worthOf(trial, ask.direction);
  if (!worth || states[0].generation !== state.generation) return null;
  const x = redraw(problem, states[0], ask, trial, asks);
  return x && { x, ...worth };
}

/** The draw behind a trial's point; null when it is none of this sampler's. `asks`: whether a draw would have been asked. */
function redraw(
  { space, axes }: Problem,
  state: State,
  ask: Pick<Ask, 'shared' | 'allowed'>,
  { index, params }: PastTrial,
  asks: ((point: ParamValues) => boolean) | null,
) {
  for (let attempt = 0; attempt < drawsOf(ask); attempt++) {
    const { x, rng } = drawAt(axes, state, ask.shared, index, attempt);
    // Of another draw, the first number hardly ever agrees: most points need not be made.
    const near = hasNumbers(axes, state, x, params);
    if (!near && !asks) continue;
    const point = pointAt(space, axes, state, x, rng);
    if (near && space.every(({ path }) => point[path] === params[path])) return x;
    if (asks?.(point)) return null;
  }
  return null;
}

function worthOf(
  { state, value, reached }: PastTrial,
  direction: Ask['direction'],
): Pick<Solution, 'rank' | 'epochs' | 'cost'> | null {
  if (state === 'cancelled' || state === 'running') return null;
  const sign = direction === 'minimize' ? 1 : -1;
  const pruned = state === 'pruned';
  const known = pruned ? (reached?.value ?? null) : value;
  const cost = known !== null && Number.isFinite(known) ? sign * known : Infinity;
  if (pruned) return { rank: 1, epochs: reached?.epochs ?? 0, cost };
  return { rank: state === 'failed' || cost === Infinity ? 2 : 0, epochs: 0, cost };
}

/** Best first; equals stay in the order of their numbers. */
const byWorth = (a: Solution, b: Solution) =>
  a.rank - b.rank || b.epochs - a.epochs || (a.cost === b.cost ? 0 : a.cost - b.cost);
