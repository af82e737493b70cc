// The Tune page on made-up studies: the space is read off the form, trials are linked across table and charts, and
// ten thousand of them cost no more rows than fit in view.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { flushSync, mount, unmount } from 'svelte';
import '../../src/ui/styles.css';
import { bestSoFar, parallelCoordinates, slice } from '$charts/index';
import type { TuneConfig } from '$core/lab/document';
import { TunePage } from '$features/tune';
import { commands } from '$ui/index';
import { orderOf } from '../../src/features/tune/order';
import { setParam, tidy } from '../../src/features/tune/spaceEdit';
import { StudyData } from '../../src/features/tune/studyData';
import { beyondText, roomAbove } from '../../src/features/tune/beyondText';
import { fewTrials } from '../../src/features/tune/fewTrials';
import { worthText } from '../../src/features/tune/worthText';
import { trialsCsv } from '../../src/features/tune/exportTrials';
import { namedParams } from '../../src/features/tune/names';
import journal from '../oracle/optuna/files/journal.jsonl?raw';
import { FixtureSession } from './pages/fixtureSession.svelte';

const features = new FixtureSession().lab.features;

vi.setConfig({ testTimeout: 20_000 });
// Wide enough for settings and results side by side; narrow windows fold the settings away.
beforeEach(() => page.viewport(1280, 900));

let mounted: ReturnType<typeof mount> | null = null;
afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = null;
  document.body.replaceChildren();
});

function open(trials = 0): FixtureSession {
  const session = new FixtureSession();
  if (trials > 0) session.addTrials('tune', trials);
  mounted = mount(TunePage, { target: document.body, props: { session, step: 'tune' } });
  flushSync();
  return session;
}
const config = (session: FixtureSession) => session.step('tune')!.config as TuneConfig;
const paths = (session: FixtureSession) => config(session).space.map(({ path }) => path);

describe('the search space', () => {
  it('takes a field of the form, and gives it back', async () => {
    const session = open();
    await page.getByRole('button', { name: 'Vary Batch size' }).click();
    expect(config(session).space.find(({ path }) => path === 'batchSize')?.domain).toEqual({
      kind: 'int',
      low: 8,
      high: 128,
      log: true,
    });
    await page.getByLabelText('Batch size, highest').fill('64');
    await userEvent.keyboard('{Enter}');
    expect(config(session).space.find(({ path }) => path === 'batchSize')?.domain).toMatchObject({ high: 64 });
    await page.getByRole('button', { name: 'Stop varying Batch size' }).first().click();
    expect(paths(session)).not.toContain('batchSize');
  });

  it('becomes a list of values', async () => {
    const session = open();
    const rate = page.getByRole('radiogroup', { name: 'How Learning rate varies' });
    await rate.getByText('List').click();
    const list = page.getByLabelText('Values of Learning rate');
    await list.fill('0.001 0.01 0.1');
    await userEvent.keyboard('{Tab}');
    expect(config(session).space.find(({ path }) => path === 'optimizer.learningRate')?.domain).toEqual({
      kind: 'choice',
      values: [0.001, 0.01, 0.1],
    });
  });

  it('says what is wrong and does not run', async () => {
    open();
    await page.getByLabelText('Learning rate, lowest').fill('0.5');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('button', { name: /^Run 50 trials/ })).toBeDisabled();
    await expect.element(page.getByText(/is empty: 0\.5 is above 0\.1/).first()).toBeVisible();
  });

  it('does not run one space while another is typed that cannot be read', async () => {
    const session = open();
    await page.getByText('Space as text').click();
    const text = page.getByLabelText('Search space as text');
    const before = (text.element() as HTMLTextAreaElement).value;
    await text.fill('batchSize = int(8, ');
    const run = page.getByRole('button', { name: /^Run 50 trials/ });
    await expect.element(run).toHaveAttribute('aria-disabled', 'true');
    await expect.element(page.getByText(/^Search space as text: a mistake in line 1/)).toBeVisible();
    await page.getByRole('button', { name: 'Undo typing' }).click();
    await expect.element(run).not.toHaveAttribute('aria-disabled');
    await text.fill(`${before}\nbatchSize = int(8, 64)`);
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await run.click();
    expect(paths(session)).toContain('batchSize');
    expect(session.live('tune').trials).toHaveLength(50);
  });

  it('drops what depended on a parameter that is gone', () => {
    const { base, space } = config(new FixtureSession());
    const without = setParam(space, 'optimizer.type', null, { base, features });
    expect(without.map(({ path }) => path)).toEqual(['optimizer.learningRate', 'layers.h1.units']);
    const noLayer = tidy(space, { base: { ...base, layers: base.layers.slice(1) }, features });
    expect(noLayer.some(({ path }) => path.startsWith('layers.h1'))).toBe(false);
    expect(tidy(space, { base, features })).toEqual(space);
  });

  it('puts a parameter behind the one it depends on', () => {
    const { base, space } = config(new FixtureSession());
    const units = {
      path: 'optimizer.learningRate',
      domain: space[1].domain,
      when: { path: 'layers.h1.useBias', in: [true] },
    };
    const bias = { path: 'layers.h1.useBias', domain: { kind: 'bool' as const } };
    const next = tidy([units, bias], { base, features });
    expect(next.map(({ path }) => path)).toEqual(['layers.h1.useBias', 'optimizer.learningRate']);
    expect(next[1].when).toEqual(units.when);
  });
});

describe('a study', () => {
  it('runs from its verb', async () => {
    const session = open();
    await page.getByRole('button', { name: 'Run 50 trials' }).click();
    expect(session.live('tune').trials).toHaveLength(50);
    await expect.element(page.getByText('50 of 50')).toBeVisible();
  });

  it('keeps all of its buttons on a phone after an interruption', async () => {
    await page.viewport(390, 800);
    const session = open(3);
    const live = session.live('tune');
    live.run = { ...live.run!, state: 'interrupted', trialsDone: 3 };
    for (const name of [/^Resume, 47 left/, 'Start over']) {
      const button = page.getByRole('button', { name });
      await expect.element(button).toBeVisible();
      expect(button.element().getBoundingClientRect().right).toBeLessThanOrEqual(390);
    }
  });

  it('goes on after a stop, by its button or a key, with what is left', async () => {
    await page.viewport(390, 800);
    const made = new FixtureSession();
    made.addTrials('tune', 3);
    const [first, second, third] = made.live('tune').trials;
    const run = { ...made.live('tune').run!, state: 'cancelled', trialsDone: 1 } as const;
    const session = open();
    const live = session.live('tune');
    live.reset(run, session.lab);
    live.apply([
      { type: 'trial', trial: first },
      { type: 'trial', trial: { ...second, state: 'paused' } },
      { type: 'trial', trial: { ...second, state: 'cancelled', stopped: 'study' } },
      { type: 'trial', trial: { ...third, state: 'cancelled', stopped: 'study' } },
      { type: 'run', run },
    ]);
    const short = page.getByRole('region', { name: 'Summary of the study' });
    await expect.element(short).toHaveTextContent('1 finished and 2 cancelled');
    const resumed = vi.spyOn(session, 'resume');
    for (const name of ['Go on, 49 left', 'Run 50 trials']) {
      const button = page.getByRole('button', { name });
      await expect.element(button).toBeVisible();
      expect(button.element().getBoundingClientRect().right).toBeLessThanOrEqual(390);
    }
    await page.getByRole('button', { name: 'Go on, 49 left' }).click();
    (document.activeElement as HTMLElement).blur();
    commands.handle(new KeyboardEvent('keydown', { key: ' ', shiftKey: true }));
    expect(resumed.mock.calls).toEqual([[run.id], [run.id]]);
    // What the stop broke off has not ended: it stands at its rung, or is yet to come.
    live.apply([{ type: 'run', run: { ...run, state: 'running' } }]);
    expect(live.trials.map(({ index, state }) => [index, state])).toEqual([
      [0, 'done'],
      [1, 'paused'],
    ]);
    flushSync();
    expect(page.getByRole('button', { name: /^Go on/ }).elements()).toEqual([]);
    expect(commands.handle(new KeyboardEvent('keydown', { key: ' ', shiftKey: true }))).toBe(false);
    // Nothing on the page is left of how they ended at the stop.
    live.apply([second, third].map((trial) => ({ type: 'trial', trial })));
    live.apply([{ type: 'run', run: { ...run, state: 'done' } }]);
    await expect.element(short).toHaveTextContent('3 finished');
  });

  it('says why it does not run while a model is kept, and leaves the study where it is', async () => {
    const session = open(3);
    const live = session.live('tune');
    live.run = { ...live.run!, state: 'done' };
    session.keeping = { of: { run: live.run.id, trial: 0 }, going: true, stop: vi.fn() };
    const button = page.getByRole('button', { name: 'Run 50 trials' });
    await expect.element(button).toBeDisabled();
    await expect.element(page.getByText(/^A model is being kept/)).toBeVisible();
    commands.handle(new KeyboardEvent('keydown', { key: ' ' }));
    expect(live.trials).toHaveLength(3);
    session.keeping = { ...session.keeping, of: null, going: false };
    await expect.element(button).toBeEnabled();
  });

  it('leaves no box ticked of a study that cannot be compared', async () => {
    const session = open(3);
    session.runs = [{ ...session.live('tune').run!, state: 'done' }];
    const box = page.getByRole('checkbox', { name: /study 1/ }).last();
    // Its journal is nowhere.
    await box.click();
    await expect.element(page.getByRole('alert').first()).toBeVisible();
    await expect.element(box).not.toBeChecked();
  });

  it('shows only the rows in view of ten thousand', async () => {
    open(10_000);
    await expect.element(page.getByRole('grid', { name: 'Trials' })).toHaveAttribute('aria-rowcount', '10000');
    expect(page.getByRole('grid').getByRole('row').elements().length).toBeLessThan(60);
  });

  it('lays no chart out again for a pointer that moves', async () => {
    const session = open(60);
    await expect.element(page.getByRole('figure', { name: 'Best so far' }).first()).toBeVisible();
    await expect.element(page.getByRole('figure', { name: 'Each parameter alone' }).first()).toBeInTheDocument();
    const layouts = [bestSoFar, parallelCoordinates, slice].map((chart) => vi.spyOn(chart, 'layout'));
    // What is still to be drawn for the first time.
    flushSync();
    for (const layout of layouts) layout.mockClear();
    for (const trial of [3, 4, null]) {
      session.selection('tune').hovered = trial;
      flushSync();
    }
    for (const layout of layouts) expect(layout).not.toHaveBeenCalled();
    // A trial more is new data.
    session.addTrials('tune', 1);
    flushSync();
    await vi.waitFor(() => expect(layouts[0]).toHaveBeenCalled());
    vi.restoreAllMocks();
  });

  it('links a selection over table and charts, by keyboard too', async () => {
    const session = open(60);
    const grid = page.getByRole('grid', { name: 'Trials' });
    await expect.element(grid).toBeInTheDocument();
    (grid.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(session.selection('tune').selected.size).toBe(1);
    await userEvent.keyboard('{ArrowDown}{Shift>}{Enter}{/Shift}');
    expect(session.selection('tune').selected.size).toBe(2);
    expect(page.getByRole('row', { selected: true }).elements()).toHaveLength(2);
    await userEvent.keyboard('{Escape}');
    expect(session.selection('tune').selected.size).toBe(0);
    expect(commands.list.filter(({ keys }) => keys?.includes('j') || keys?.includes('k'))).toHaveLength(2);
  });

  it('says why a trial failed', async () => {
    const session = open(60);
    session.selection('tune').selected = new Set([5]);
    flushSync();
    await expect.element(page.getByRole('alert')).toHaveTextContent('The loss stopped being a number in epoch 2.');
  });

  it('hands the settings of a trial to Train', async () => {
    const session = open(30);
    session.selection('tune').selected = new Set([3]);
    flushSync();
    await page.getByRole('button', { name: 'Use these settings in Train' }).click();
    const { params } = session.live('tune').trial(3)!;
    const train = session.step('train')!.config as TuneConfig['base'];
    expect(train.optimizer.learningRate).toBe(params['optimizer.learningRate']);
    expect(train.layers[0].options?.units).toBe(params['layers.h1.units']);
  });

  it('stops one running trial', async () => {
    const session = open(3);
    const live = session.live('tune');
    live.apply([{ type: 'epoch', trial: 3, point: { epoch: 0, loss: 1, validation: { loss: 1, accuracy: 0.4 } } }]);
    flushSync();
    await page.getByRole('button', { name: 'Stop trial 3' }).click();
    expect(session.commands).toEqual([{ step: 'tune', type: 'stopTrial' }]);
  });
});

describe('study data', () => {
  it('takes each trial once, also those that were running first', () => {
    const session = new FixtureSession();
    session.addTrials('tune', 20);
    const trials = [...session.live('tune').trials];
    const { space, base } = config(session);
    const objective = { metric: 'accuracy', direction: 'maximize' as const, axis: { name: 'accuracy' } };
    const data = new StudyData(namedParams(space, base, features), objective, 'accuracy');
    const seen = trials.map((trial) => ({ ...trial, state: 'running' as const }));
    data.take(seen.slice(0, 8));
    expect(data.ended).toHaveLength(0);
    data.take([...trials.slice(0, 4), ...seen.slice(4, 12)]);
    expect(data.trial).toEqual([0, 1, 2, 3]);
    data.take(trials);
    expect([...data.trial].sort((a, b) => a - b)).toEqual(trials.map(({ index }) => index));
    const done = trials.filter(({ state }) => state === 'done');
    expect(data.best?.value).toBe(Math.max(...done.map(({ value }) => value!)));
    // Momentum exists only with the momentum optimizer.
    data.trial.forEach((index, i) => {
      expect(Number.isNaN(data.columns[2][i])).toBe(trials[index].params['optimizer.type'] !== 'momentum');
    });
  });

  it('orders by any column and back', () => {
    const session = new FixtureSession();
    session.addTrials('tune', 40);
    const { trials } = session.live('tune');
    const best = orderOf(trials, 'value', 'maximize', false, null);
    const values = best
      .map((i) => trials[i])
      .filter(({ state }) => state === 'done')
      .map(({ value }) => value!);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(trials[best.at(-1)!].state).toBe('failed');
    const byRate = orderOf(trials, 'optimizer.learningRate', 'maximize', true, null);
    const rates = byRate.map((i) => Number(trials[i].params['optimizer.learningRate']));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect(
      orderOf(trials, 'value', 'maximize', false, new Set([7, 9]))
        .map((i) => trials[i].index)
        .sort(),
    ).toEqual([7, 9]);
  });

  it('writes one CSV row per trial', () => {
    const session = new FixtureSession();
    session.addTrials('tune', 10);
    const lines = trialsCsv(session.live('tune').trials, ['optimizer.type', 'optimizer.options.momentum'])
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^trial,state,value,optimizer\.type,optimizer\.options\.momentum,validation loss/);
    expect(lines[6]).toContain('The loss stopped being a number');
  });
});

describe('a study of another program', () => {
  it('is read from its file, shown with its charts, and gives the next study a start', async () => {
    const session = open();
    await page.getByText('Start from').click();
    const input = page.getByLabelText('Study file').element() as HTMLInputElement;
    const transfer = new DataTransfer();
    transfer.items.add(new File([journal], 'journal.log'));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.element(page.getByText('Optuna journal: 13 trials')).toBeVisible();
    // Wherever it stands in the column, it is in sight and the next thing for the keyboard.
    const form = page.getByRole('group', { name: 'Optuna journal: 13 trials' });
    await expect.element(form).toHaveFocus();
    await expect.element(form).toBeInViewport();
    // One name is recognised; another is said by hand.
    await page.getByLabelText('Setting that units is').selectOptions('layers.h1.units');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.element(page.getByText(/"net" was run elsewhere/)).toBeVisible();
    await expect.element(page.getByText('13 of 13')).toBeVisible();
    expect(session.live('tune').trial(0)?.params).toHaveProperty(['optimizer.learningRate']);
    await expect.element(page.getByRole('figure', { name: 'Learning curves' }).first()).toBeVisible();
    expect(document.body.textContent).not.toContain('Keep this model');

    await page
      .getByLabelText(/net, imported/)
      .first()
      .click();
    const [run] = session.runs;
    expect(config(session).warmStart).toEqual({
      studies: [{ digest: run.digest, name: 'net, imported' }],
      first: 3,
      model: true,
    });
    await page
      .getByLabelText(/net, imported/)
      .first()
      .click();
    expect(config(session)).not.toHaveProperty('warmStart');
  });

  it('is refused in words where the file is none', async () => {
    open();
    await page.getByText('Start from').click();
    const input = page.getByLabelText('Study file').element() as HTMLInputElement;
    const transfer = new DataTransfer();
    transfer.items.add(new File(['a,b\n1,2\n'], 'x.csv'));
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await expect.element(page.getByText(/no column whose name starts with "params_"/)).toBeVisible();
  });
});

describe('a sampler that learns', () => {
  const search = (type: string, trials: number, options = {}): TuneConfig => ({
    ...config(new FixtureSession()),
    sampler: { type, options },
    trials,
  });
  it('is said to learn nothing where its random start takes all trials', () => {
    expect(fewTrials(search('genetic', 12))).toMatch(/first 20 trials are random/);
    expect(fewTrials(search('tpe', 10))).toMatch(/first 10 trials are random/);
    expect(fewTrials(search('genetic', 12, { population: 5 }))).toBe('');
    expect(fewTrials(search('tpe', 11))).toBe('');
    expect(fewTrials(search('random', 12))).toBe('');
  });
  it('is told from a grid, of which few trials are only the beginning', () => {
    const grid = search('grid', 12, { resolution: 5 });
    const space: TuneConfig['space'] = [
      { path: 'optimizer.learningRate', domain: { kind: 'float', low: 0.001, high: 0.1, log: true } },
      { path: 'batchSize', domain: { kind: 'choice', values: [16, 32, 64] } },
    ];
    expect(fewTrials({ ...grid, space })).toMatch(/Here 15: 12 trials are only the first/);
    expect(fewTrials({ ...grid, space, trials: 15 })).toBe('Here 15.');
    expect(fewTrials({ ...grid, space, constraints: ['batchSize > 16'] })).toBe('');
  });
});

const accuracy = { name: 'Validation accuracy', within: [0, 1] } as const;
const loss = { name: 'Validation loss', within: [0, Infinity] } as const;

describe('a belief beyond the limits of the values', () => {
  it('is named with the limit it passes', () => {
    expect(beyondText({ mean: 1.02, deviation: 0.001 }, accuracy)).toContain('end at 1;');
    expect(beyondText({ mean: 0.97, deviation: 0.02 }, accuracy)).toContain('end at 1;');
    expect(beyondText({ mean: 0.1, deviation: 0.06 }, loss)).toContain('end at 0;');
  });
  it('is not mentioned within them, or where there are none', () => {
    expect(beyondText({ mean: 0.9, deviation: 0.05 }, accuracy)).toBe('');
    expect(beyondText({ mean: 5, deviation: 1 }, loss)).toBe('');
    expect(beyondText({ mean: 5, deviation: 9 }, { name: 'Of an imported study' })).toBe('');
  });
});

describe('what is left to gain', () => {
  const worth = { gain: 0.01, regret: 0.2, recent: 0, advice: 'go-on' } as const;
  it('ends where the values end', () => {
    expect(roomAbove(0.95, 'maximize', accuracy)).toBeCloseTo(0.05, 12);
    expect(roomAbove(0.3, 'minimize', loss)).toBe(0.3);
    expect(roomAbove(0.3, 'minimize', { name: 'Of an imported study' })).toBe(Infinity);
    expect(worthText(worth, 0.05)).toMatch(/by up to 0\.05, where the values end/);
    expect(worthText(worth, 0.5)).toMatch(/by up to 0\.2 \(this held in nine of ten simulated studies/);
  });
  it('is nothing once the best value is the best there can be', () => {
    expect(worthText(worth, 0)).toMatch(/^Going on cannot help/);
    expect(worthText(worth, 0)).not.toContain('worth going on');
  });
});
