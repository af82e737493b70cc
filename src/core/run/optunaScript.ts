// A study as a Python script for Optuna (checked with 5.0.0): the same space, the trials so far, and a place for the
// objective. All text of the person's goes through pyString, so that no title or choice can become code.
import { normalise, turned } from '../space/domains';
import type { Scalar } from '../fields/field';
import type { Param, Space } from '../space/space';
import { isTerminal, type TrialRecord } from './types';

export interface ScriptQuestion {
  readonly title: string;
  readonly space: Space;
  readonly trials: readonly TrialRecord[];
  readonly objective: { readonly metric: string; readonly direction: 'minimize' | 'maximize' };
  readonly seed: number;
}

/** ASCII only; the last line ends with a newline. */
export function optunaScript({ title, space, trials, objective, seed }: ScriptQuestion): string {
  const rows = trialRows(trials, space, objective.metric);
  return `"""A tuning study as an Optuna script. Needs Python 3.9 or later and optuna (checked with 5.0.0)."""
import optuna

TITLE = ${pyString(title)}
METRIC = ${pyString(objective.metric)}
DIRECTION = ${pyString(objective.direction)}


def suggest(trial):
    """The search space: asks the trial for every active setting and returns them by name."""
    params = {}
${suggestions(space)}    return params


def objective(trial):
    params = suggest(trial)
    raise NotImplementedError("Train with these settings and return METRIC: " + repr(params))


# State, value, settings, and METRIC by epoch (from 1).
TRIALS = [
${rows.join('')}]


def build():
    """The study with all its trials so far."""
    study = optuna.create_study(
        study_name=TITLE, direction=DIRECTION, sampler=optuna.samplers.TPESampler(seed=${seed % 4294967296})
    )
    for state, value, params, curve in TRIALS:
        known = optuna.trial.FixedTrial(params)
        suggest(known)
        study.add_trial(
            optuna.trial.create_trial(
                state=optuna.trial.TrialState[state],
                value=value,
                params=known.params,
                distributions=known.distributions,
                intermediate_values=curve,
            )
        )
    return study


if __name__ == "__main__":
    study = build()
    print(len(study.trials), "trials")
    if any(trial.state == optuna.trial.TrialState.COMPLETE for trial in study.trials):
        print("best", study.best_value, study.best_params)
    # study.optimize(objective, n_trials=20)
`;
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
      // Optuna has no reversed logarithm: it is asked in the mirror.
      return domain.reverse ? `${low} + ${high} - ${ask}` : ask;
    }
  }
}

/** Lines of a Python list: (state, value, settings, metric by epoch from 1), by number of the trial. */
export function trialRows(trials: readonly TrialRecord[], space: Space, metric: string): string[] {
  const fixed = new Set(space.filter(({ domain }) => domain.kind === 'fixed').map(({ path }) => path));
  return [...trials].sort((a, b) => a.index - b.index).flatMap((trial) => trialRow(trial, fixed, space, metric));
}

/** Running trials are left out; what ended without a finite value has failed in Optuna's words. */
function trialRow(trial: TrialRecord, fixed: ReadonlySet<string>, space: Space, metric: string): string[] {
  if (!isTerminal(trial.state)) return [];
  const valued = trial.state === 'done' && trial.value !== null && Number.isFinite(trial.value);
  const state = valued ? 'COMPLETE' : trial.state === 'pruned' ? 'PRUNED' : 'FAIL';
  const isFloat = new Set(space.filter(({ domain }) => domain.kind === 'float').map(({ path }) => path));
  const params = Object.entries(trial.params)
    .filter(([path]) => !fixed.has(path))
    .map(([path, given]) => {
      const { domain } = space.find((param) => param.path === path) ?? {};
      const v = domain && 'reverse' in domain && domain.reverse ? turned(domain, given as number) : given;
      return `${pyString(path)}: ${isFloat.has(path) ? pyFloat(v as number) : pyValue(v)}`;
    });
  const curve = trial.curve
    .map(({ epoch, validation }) => [epoch + 1, validation[metric]] as const)
    .filter(([, y]) => Number.isFinite(y))
    .map(([epoch, y]) => `${epoch}: ${pyFloat(y)}`);
  const value = valued ? pyFloat(trial.value) : 'None';
  return [`    (${pyString(state)}, ${value}, {${params.join(', ')}}, {${curve.join(', ')}}),\n`];
}

export const list = (values: readonly Scalar[]) => `[${values.map(pyValue).join(', ')}]`;

export function pyValue(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : pyString(value);
}

/** A finite number that Python reads as a float. */
export const pyFloat = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);

/** A Python string literal of printable ASCII: everything else is escaped. */
export function pyString(text: string): string {
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === '\\') out += `\\${char}`;
    else if (code >= 32 && code < 127) out += char;
    else if (code >= 0xd800 && code < 0xe000)
      out += '\\ufffd'; // half a character, which Python could not print
    else if (code > 0xffff) out += `\\U${code.toString(16).padStart(8, '0')}`;
    else out += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `"${out}"`;
}
