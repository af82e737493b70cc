import { createRawSnippet, flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import {
  commands,
  Dialog,
  ErrorPanel,
  FieldsForm,
  Menu,
  NumberField,
  Segmented,
  Select,
  Tabs,
  Toaster,
  toasts,
  VirtualList,
} from '$ui/index';
import { nextFrame, press, show, type } from './support';

describe('NumberField', () => {
  it('keeps a wrong text, says why, and changes nothing', () => {
    const onchange = vi.fn();
    const target = show(NumberField, { value: 5, min: 0, max: 10, integer: true, label: 'Units', onchange });
    const input = target.querySelector('input')!;
    type(input, '2.5');
    input.blur();
    flushSync();
    expect(target.querySelector('[role=alert]')!.textContent).toMatch('whole number');
    expect(input.value).toBe('2.5');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(onchange).not.toHaveBeenCalled();
    press(input, 'Escape');
    flushSync();
    expect(input.value).toBe('5');
    expect(target.querySelector('[role=alert]')).toBeNull();
  });

  it('commits on Enter and steps with the arrows', () => {
    const onchange = vi.fn();
    const rule = { min: 1e-8, max: 100, log: true };
    const target = show(NumberField, { value: 0.01, label: 'Learning rate', onchange, ...rule });
    const input = target.querySelector('input')!;
    type(input, '3e-3');
    press(input, 'Enter');
    press(input, 'ArrowUp');
    press(input, 'ArrowUp', { shiftKey: true });
    flushSync();
    expect(onchange.mock.calls.flat()).toEqual([0.003, 0.005, 0.05]);
    expect(input.value).toBe('0.05');
    expect(input.getAttribute('aria-valuemin')).toBe('0.00000001');
  });
});

describe('Select', () => {
  it('makes the options of a long list when it is about to be opened, by mouse or keyboard', () => {
    const options = Array.from({ length: 1000 }, (_, i) => ({ value: `c${i}`, label: `Column ${i}` }));
    for (const event of [new PointerEvent('pointerdown', { bubbles: true }), new FocusEvent('focus')]) {
      const onchange = vi.fn();
      const select = show(Select, { value: 'c7', options, label: 'Column', onchange }).querySelector('select')!;
      expect([...select.options].map(({ value }) => value)).toEqual(['c7']);
      expect(select.value).toBe('c7');
      select.dispatchEvent(event);
      flushSync();
      expect(select.options).toHaveLength(1000);
      expect(select.value).toBe('c7');
      select.value = 'c900';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      expect(onchange.mock.calls).toEqual([['c900']]);
    }
  });
});

describe('FieldsForm', () => {
  it('draws each kind of field with its label and tells which one changed', () => {
    const onchange = vi.fn();
    const fields = {
      rows: { kind: 'int', label: 'Rows', min: 1, max: 1000, default: 100 },
      shape: {
        kind: 'choice',
        label: 'Shape',
        options: [
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ],
        default: 'a',
      },
      shuffle: { kind: 'bool', label: 'Shuffle', default: true, help: 'In another order each time.' },
    } as const;
    const target = show(FieldsForm, { fields, values: { rows: 50 }, onchange, changed: new Set(['rows']) });
    const byLabel = (text: string) => {
      const label = [...target.querySelectorAll('label')].find((one) => one.textContent!.includes(text))!;
      return document.getElementById(label.htmlFor)!;
    };
    expect((byLabel('Rows') as HTMLInputElement).value).toBe('50');
    expect(target.querySelector('label')!.textContent).toContain('changed since the last run');
    const select = byLabel('Shape') as HTMLSelectElement;
    select.value = 'b';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    byLabel('Shuffle').click();
    expect(onchange.mock.calls).toEqual([
      ['shape', 'b'],
      ['shuffle', false],
    ]);
    const help = byLabel('Shuffle').getAttribute('aria-describedby')!;
    expect(document.getElementById(help)!.textContent).toBe('In another order each time.');
  });

  it('shows a field that hangs on another only where it matters, or where the other varies', () => {
    const fields = {
      keep: { kind: 'bool', label: 'Keep', default: false },
      share: { kind: 'int', label: 'Share', min: 1, max: 100, default: 50, when: { keep: [true] } },
    } as const;
    const labels = (props: object) =>
      [...show(FieldsForm, { fields, values: {}, onchange: vi.fn(), ...props }).querySelectorAll('label')].map(
        (label) => label.textContent!.trim(),
      );
    expect(labels({})).not.toContain('Share');
    expect(labels({ values: { keep: true } })).toContain('Share');
    expect(labels({ replaced: new Set(['keep']) })).toContain('Share');
  });
});

describe('Dialog', () => {
  it('takes the focus to its content and gives it back', async () => {
    const before = document.createElement('button');
    document.body.append(before);
    before.focus();
    const onclose = vi.fn();
    const children = createRawSnippet(() => ({ render: () => '<p><input id="inside" /></p>' }));
    const target = show(Dialog, { open: true, title: 'Rename', onclose, children });
    expect(document.activeElement?.id).toBe('inside');
    expect(target.querySelector('dialog')!.matches(':modal')).toBe(true);
    target.querySelector<HTMLElement>('[aria-label=Close]')!.click();
    await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
    expect(document.activeElement).toBe(before);
    before.remove();
  });
});

describe('Menu', () => {
  const trigger = createRawSnippet<[{ onclick(): void; 'aria-haspopup': string }]>((props) => ({
    render: () => '<button aria-haspopup="menu">More</button>',
    setup: (element) => element.addEventListener('click', () => props().onclick()),
  }));

  it('opens on its first item, moves by arrow and letter, and closes on Escape to its button', async () => {
    const chosen = vi.fn();
    const items = ['Rename', 'Duplicate', 'Delete'].map((label) => ({ label, onselect: () => chosen(label) }));
    const target = show(Menu, { trigger, items, label: 'Lab' });
    const button = target.querySelector('button')!;
    button.click();
    flushSync();
    const focused = () => document.activeElement?.textContent?.trim();
    expect(focused()).toBe('Rename');
    press(document.activeElement!, 'ArrowUp');
    expect(focused()).toBe('Delete');
    press(document.activeElement!, 'd');
    expect(focused()).toBe('Duplicate');
    (document.activeElement as HTMLElement).click();
    flushSync();
    expect(chosen).toHaveBeenCalledWith('Duplicate');
    button.click();
    flushSync();
    press(document.activeElement!, 'Escape');
    flushSync();
    await nextFrame();
    expect(target.querySelector('[role=menu]')).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});

describe('Tabs and Segmented', () => {
  it('move with the arrow keys', () => {
    const onchange = vi.fn();
    const tabs = ['one', 'two', 'three'].map((id) => ({ id, label: id }));
    const target = show(Tabs, { tabs, value: 'one', label: 'Views', onchange });
    press(target.querySelector('[aria-selected=true]')!, 'ArrowLeft');
    flushSync();
    expect(onchange).toHaveBeenCalledWith('three');
    expect(document.activeElement?.textContent?.trim()).toBe('three');
  });

  it('is a radio group with one chosen', () => {
    const onchange = vi.fn();
    const options = [
      { value: 'min', label: 'Smaller' },
      { value: 'max', label: 'Larger' },
    ];
    const target = show(Segmented, { options, value: 'min', label: 'Direction', onchange });
    const radios = [...target.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(radios.map((radio) => radio.checked)).toEqual([true, false]);
    radios[1].click();
    expect(onchange).toHaveBeenCalledWith('max');
  });
});

describe('VirtualList', () => {
  it('draws only what is in view of 10,000 rows, and what comes into view', async () => {
    const row = createRawSnippet<[number]>((index) => ({ render: () => `<div class="row">row ${index()}</div>` }));
    const target = show(VirtualList, { count: 10_000, rowHeight: 30, row, label: 'Trials' });
    target.style.height = '300px';
    await nextFrame();
    await nextFrame();
    const rows = () => [...target.querySelectorAll('.row')].map((one) => one.textContent);
    expect(rows()[0]).toBe('row 0');
    expect(rows().length).toBeLessThan(40);
    const view = target.querySelector<HTMLElement>('[role=list]')!;
    view.scrollTop = 30 * 5000;
    await vi.waitFor(() => expect(rows()).toContain('row 5000'));
    expect(rows().length).toBeLessThan(40);
    expect(view.scrollHeight).toBe(300_000);
  });
});

describe('toasts', () => {
  it('offer their action once; what expires is told', async () => {
    const undo = vi.fn();
    const expired = vi.fn();
    const target = show(Toaster, {});
    toasts.show('Deleted', { action: { label: 'Undo', run: undo }, onexpire: expired });
    flushSync();
    const button = [...target.querySelectorAll('button')].find((one) => one.textContent!.includes('Undo'))!;
    button.click();
    flushSync();
    expect(undo).toHaveBeenCalledOnce();
    expect(expired).not.toHaveBeenCalled();
    const id = toasts.show('Gone', { onexpire: expired });
    toasts.dismiss(id);
    expect(expired).toHaveBeenCalledOnce();
    expect(toasts.list).toEqual([]);
  });
});

describe('ErrorPanel', () => {
  it('says what, what to do, and its code', () => {
    const error = { message: 'The file is empty.', action: 'Choose another.', code: 'table-empty', details: {} };
    const target = show(ErrorPanel, { error });
    expect(target.querySelector('[role=alert]')!.textContent).toMatch(
      /The file is empty\..*Choose another\..*table-empty/s,
    );
  });
});

describe('commands', () => {
  it('run by key, newest first, only while possible, and never away from a field', () => {
    const first = vi.fn();
    const second = vi.fn();
    let possible = true;
    const stop = commands.register([{ id: 'a', title: 'A', group: 'Test', keys: ['Space'], run: first }]);
    const stop2 = commands.register([
      { id: 'b', title: 'B', group: 'Test', keys: ['Space'], enabled: () => possible, run: second },
    ]);
    const send = (target: Element, key = ' ') => {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
      target.addEventListener('keydown', (e) => commands.handle(e as KeyboardEvent), { once: true });
      target.dispatchEvent(event);
    };
    send(document.body);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    possible = false;
    send(document.body);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    for (const tag of ['input', 'textarea', 'button']) send(document.createElement(tag));
    expect(first).toHaveBeenCalledOnce();
    stop();
    stop2();
    send(document.body);
    expect(first).toHaveBeenCalledOnce();
  });
});
