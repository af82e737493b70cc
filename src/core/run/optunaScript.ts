// A study as a Python script for Optuna (checked with 5.0.0): the same space, the trials so far, and a place for the
// objective. All text of the person's goes through pyString, so that no title or choice can become code.
import type { Scalar } from '../fields/field';
import { contains, normalise, turned } from '../space/domains';
import { isActive } from '../space/points';
import type { Domain, Param, Space } from '../space/space';
import { list, pyFloat, pyString, pyValue } from './python';
import { isFront, isLimited, limitsBlock, limitsOf, lostBlock, rulesBlock, type ScriptAims } from './scriptAims';
import { isTerminal, type TrialRecord } from './types';

export interface ScriptQuestion extends ScriptAims {
  readonly title: string;
  readonly space: Space;
  readonly trials: readonly TrialRecord[];
  readonly objective: { readonly metric: string; readonly direction: 'minimize' | 'maximize' };
  readonly seed: number;
}

/** ASCII only; the last line ends with a newline. `rows`: those of its trials, where they are made already. */
export function optunaScript(question: ScriptQuestion, rows: readonly string[] = trialRows(question)): string {
  const { title, space, seed, rules = [] } = question;
  const front = isFront(question);
  const limited = isLimited(question);
  const result = front ? 'the values of METRICS in a list' : 'METRIC';
  return `"""A tuning study as an Optuna script. Needs Python 3.9 or later and optuna (checked with 5.0.0)."""
import optuna

TITLE = ${pyString(title)}
${goalsBlock(question)}
${lostBlock(question)}

def suggest(trial):
    """The search space: asks the trial for every active setting and returns them by name."""
    params = {}
${suggestions(space)}    return params


${rulesBlock(question)}${limitsBlock(question)}def objective(trial):
    params = suggest(trial)
${rules.length > 0 ? '    if not allowed(params):\n        raise optuna.TrialPruned("against the rules between settings")\n' : ''}${
    limited ? '    # For each name, far in broken(metrics).items(): trial.set_constraint(name, far)\n' : ''
  }    raise NotImplementedError("Train with these settings and return ${result}: " + repr(params))


# ${trialColumns(question)}.
TRIALS = [
${rows.join('')}]


def build():
    """The study with all its trials so far."""
    study = optuna.create_study(
        study_name=TITLE, ${front ? 'directions=DIRECTIONS' : 'direction=DIRECTION'}, sampler=optuna.samplers.TPESampler(seed=${seed % 4294967296})
    )
    for state, ${front ? 'values' : 'value'}, params, curve${limited ? ', far' : ''} in TRIALS:
        known = optuna.trial.FixedTrial(params)
        suggest(known)
        study.add_trial(
            optuna.trial.create_trial(
                state=optuna.trial.TrialState[state],
                ${front ? 'values=values' : 'value=value'},
                params=known.params,
                distributions=known.distributions,
                intermediate_values=curve,
${limited ? '                constraints=far,\n' : ''}            )
        )
    return study


if __name__ == "__main__":
    study = build()
    print(len(study.trials), "trials")
    if any(trial.state == optuna.trial.TrialState.COMPLETE for trial in study.trials):
${front ? '        for trial in study.best_trials:\n            print("on the front", trial.values, trial.params)' : '        print("best", study.best_value, study.best_params)'}
    # study.optimize(objective, n_trials=20)
`;
}

/** `METRIC` and `DIRECTION`, or for a front `METRICS` and `DIRECTIONS`. */
export function goalsBlock({ objective, goals = [], ...aims }: ScriptQuestion): string {
  if (!isFront({ goals, ...aims }))
    return `METRIC = ${pyString(objective.metric)}\nDIRECTION = ${pyString(objective.direction)}`;
  const metrics = goals.map(({ metric }) => pyString(metric)).join(', ');
  return `METRICS = [${metrics}]\nDIRECTIONS = [${goals.map(({ direction }) => pyString(direction)).join(', ')}]`;
}

/** What the rows of TRIALS hold, in words. */
export function trialColumns(question: ScriptQuestion): string {
  const far = isLimited(question) ? '; how far each limit is broken' : '';
  return isFront(question)
    ? `State, values, settings, nothing by epoch (Optuna takes that for one objective only)${far}`
    : `State, value, settings, and METRIC by epoch (from 1)${far}`;
}

/** Lines of a Python function body, four spaces in, that ask `trial` for every active setting and put it into `params`. */
export const suggestions = (space: Space): string => space.map(suggestion).join('');

function suggestion({ path, domain, when }: Param): string {
  const name = pyString(path);
  const line = `params[${name}] = ${asked(name, domain)}\n`;
  if (!when) return `    ${line}`;
  return `    if params.get(${pyString(when.path)}) in ${list(when.in)}:\n        ${line}`;
}

function asked(name: string, given: Param['domain']): string {
  const domain = normalise(given);
  switch (domain.kind) {
    case 'fixed':
      return pyValue(domain.value);
    case 'bool':
      return `trial.suggest_categorical(${name}, [False, True])`;
    case 'choice':
    case 'ordinal':
      return `trial.suggest_categorical(${name}, ${list(domain.values)})`;
    default: {
      const of = domain.kind === 'float' ? pyFloat : pyValue;
      const step = domain.step === undefined ? '' : `, step=${of(domain.step)}`;
      const [low, high] = [of(domain.low), of(domain.high)];
      const ask = `trial.suggest_${domain.kind}(${name}, ${low}, ${high}${step}${domain.log ? ', log=True' : ''})`;
      // Steps between fractions are to be the decimals that conditions and rules name: 0.3, not 0.30000000000000004.
      if (domain.kind === 'float' && step !== '') return `float("%.12g" % ${ask})`;
      // Optuna has no reversed logarithm: it is asked in the mirror, whose ends rounding may put outside of the range.
      return domain.reverse ? `min(max(${low} + ${high} - ${ask}, ${low}), ${high})` : ask;
    }
  }
}

/**
 * Lines of a Python list: (state, value, settings, metric by epoch from 1), by number of the trial. Running ones are left out.
 * `mirrored`: numbers on reversed logarithmic ranges stand as Optuna is asked for them.
 */
export const trialRows = (question: ScriptQuestion, mirrored = true): string[] =>
  [...rowsInParts(question, mirrored)].flat();

/** Trials in one part. */
const together = 50;

function* rowsInParts(question: ScriptQuestion, mirrored: boolean): Generator<string[]> {
  const { trials, space } = question;
  const ended = trials.filter(({ state }) => isTerminal(state)).sort((a, b) => a.index - b.index);
  const written = writtenBy(question, mirrored);
  for (let from = 0; from < ended.length; from += together)
    yield ended.slice(from, from + together).map((trial) => {
      const reason = whyLeftOut(trial, space);
      return reason === null ? written(trial) : `    # Trial ${trial.index} is left out: ${reason}.\n`;
    });
}

/** No text of a person's holds it. */
const place = '\0';

/** A script in parts of few trials, which together are its text: of thousands the whole takes longer than a frame. */
export function* scriptParts(
  script: (question: ScriptQuestion, rows: readonly string[]) => string,
  question: ScriptQuestion,
  mirrored = true,
): Generator<string, void> {
  const [head, end] = script(question, [place]).split(place);
  yield head;
  for (const rows of rowsInParts(question, mirrored)) yield rows.join('');
  yield end;
}

/** Whether the trial stands in the script as one that reached something. */
export const isComplete = (trial: TrialRecord, space: Space, aims: ScriptAims): boolean =>
  whyLeftOut(trial, space) === null && isValued(trial, aims);

/** What a trial of another program may lack, as when it broke down before it asked: Optuna could not take it into this space. */
function whyLeftOut({ params }: TrialRecord, space: Space): string | null {
  const asked = space.filter((param) => param.domain.kind !== 'fixed' && isActive(param, params));
  const lacking = asked.find(({ path }) => !(path in params));
  if (lacking) return `it has no value of ${pyString(lacking.path)}`;
  const strange = asked.find(({ path, domain }) => !isWithin(domain, params[path]));
  return strange ? `its ${pyString(strange.path)} is outside of the space` : null;
}

/** Numbers between two steps count where Optuna lets them: by a rounding error. */
function isWithin(domain: Domain, value: Scalar): boolean {
  if (domain.kind !== 'float' || domain.step === undefined) return contains(domain, value);
  if (!contains({ ...domain, step: undefined }, value)) return false;
  const steps = (Number(value) - domain.low) / domain.step;
  return Math.abs(steps - Math.round(steps)) < 1e-8;
}

const reachedBy = ({ value, values = [] }: TrialRecord, aims: ScriptAims): readonly number[] =>
  isFront(aims) ? values : [value ?? NaN];

function isValued(trial: TrialRecord, aims: ScriptAims): boolean {
  const reached = reachedBy(trial, aims);
  return trial.state === 'done' && reached.length > 0 && reached.every(Number.isFinite);
}

/** A trial as a row. What ended without a finite value has failed in Optuna's words. */
function writtenBy(aims: ScriptQuestion, mirrored: boolean): (trial: TrialRecord) => string {
  const { space } = aims;
  const { metric } = aims.objective;
  const domains = new Map(space.map(({ path, domain }) => [path, domain]));
  const setting = ([path, given]: [string, Scalar]): string[] => {
    const domain = domains.get(path);
    if (domain?.kind === 'fixed') return [];
    const v = mirrored && domain && 'reverse' in domain && domain.reverse ? turned(domain, given as number) : given;
    return [`${pyString(path)}: ${domain?.kind === 'float' ? pyFloat(v as number) : pyValue(v)}`];
  };
  return (trial) => {
    const valued = isValued(trial, aims);
    const state = valued ? 'COMPLETE' : trial.state === 'pruned' ? 'PRUNED' : 'FAIL';
    const params = Object.entries(trial.params).flatMap(setting);
    // Optuna's TPE cannot sort trials that were ended early with a curve among several objectives.
    const curve = (isFront(aims) ? [] : trial.curve)
      .map(({ epoch, validation }) => [epoch + 1, validation[metric]] as const)
      .filter(([, y]) => Number.isFinite(y))
      .map(([epoch, y]) => `${epoch}: ${pyFloat(y)}`);
    const values = reachedBy(trial, aims).map(pyFloat).join(', ');
    const value = valued ? (isFront(aims) ? `[${values}]` : values) : 'None';
    const far = isLimited(aims) ? `, ${limitsOf(trial, aims)}` : '';
    return `    (${pyString(state)}, ${value}, {${params.join(', ')}}, {${curve.join(', ')}}${far}),\n`;
  };
}
