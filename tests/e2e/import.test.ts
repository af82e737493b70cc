// A person's own files, by file picker and by drop: what reads, and what is refused with a reason and harms nothing.
import { Buffer } from 'node:buffer';
import { zipSync } from 'fflate';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createProfile, watch } from './support/browser';

const url = inject('isolatedUrl');
const profile = createProfile();
let page: Page;
let log: ReturnType<typeof watch>;

interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

async function pick(...files: readonly Upload[]): Promise<void> {
  const dialog = page.locator('dialog[open]');
  if ((await dialog.count()) === 0)
    await page
      .getByRole('button', { name: /^Choose other data/ })
      .first()
      .click();
  await page
    .getByLabel('Data files')
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: '', buffer: Buffer.from(bytes as Uint8Array) })));
}
async function drop({ name, bytes }: Upload): Promise<void> {
  const base64 = Buffer.from(bytes as Uint8Array).toString('base64');
  const transfer = await page.evaluateHandle(
    ([file, data]) => {
      const made = new DataTransfer();
      made.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], file));
      return made;
    },
    [name, base64] as const,
  );
  await page.locator('main .page .page').dispatchEvent('drop', { dataTransfer: transfer });
}
const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 2 });
const fact = (name: string) => page.locator('dl > div', { hasText: name }).first();
async function refused(code: string): Promise<void> {
  const panel = page.getByRole('alert').filter({ hasText: code }).first();
  await panel.waitFor();
  // What to do, not only what happened.
  expect((await panel.getByRole('paragraph').count()) >= 2).toBe(true);
}
const close = async () => {
  if ((await page.locator('dialog[open]').count()) > 0) await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'hidden' });
};

beforeAll(async () => {
  page = await (await profile.open()).newPage();
  log = watch(page, new URL(url).origin);
  await page.goto(url);
  await page.getByRole('button', { name: 'New lab' }).click();
  await heading('Penguins').waitFor();
});
afterAll(() => profile.remove());

const european: Upload = {
  name: 'umsatz.csv',
  bytes: `\uFEFFStadt;Umsatz;Fläche;offen\r\n${lines(
    60,
    (i) =>
      `${i % 7 === 3 ? '' : ['Köln', 'Bonn', 'Ulm'][i % 3]};${i},5;${i % 5 === 0 ? 'NA' : `1.0${i % 10}0,25`};${i % 2 ? 'ja' : 'nein'}\r`,
  )}\n`,
};

describe('a file that reads', () => {
  it('with BOM, semicolons, decimal commas and missing values, by file picker', async () => {
    await pick(european);
    await heading('umsatz.csv').or(heading('umsatz')).waitFor();
    await close();
    expect(await fact('Rows').innerText()).toContain('60');
    const table = page.getByRole('table', { name: 'Columns of the data set' });
    expect(await table.getByText('Stadt', { exact: true }).count()).toBe(1);
    expect(await table.getByText('Umsatz', { exact: true }).count()).toBe(1);
    expect(await page.getByLabel('Type of Umsatz').innerText()).toContain('Number');
    expect(await page.getByLabel('Type of Fläche').innerText()).toContain('Number');
    await table.getByText('0.5 to 59.5').waitFor();
    expect(await table.getByText('20 %').count()).toBe(1);
  });

  it('by drop, and trains', async () => {
    await drop({
      name: 'two.csv',
      bytes: `x,y,class\n${lines(80, (i) => `${i},${(i * 7) % 11},${i < 40 ? 'a' : 'b'}`)}`,
    });
    await heading('two.csv').or(heading('two')).waitFor();
    await page.getByRole('link', { name: /Train/ }).click();
    await page.getByRole('button', { name: /^(Play|Run again)$/ }).click();
    await page.getByText('Confusion matrix').first().waitFor();
    await page.getByRole('link', { name: /Data/ }).click();
  });

  it('with two columns of one name, and says how it told them apart', async () => {
    await drop({ name: 'twice.csv', bytes: `a,a,b\n${lines(30, (i) => `${i},${i * 2},${i % 2 ? 'u' : 'v'}`)}` });
    await heading('twice.csv').or(heading('twice')).waitFor();
    await page.getByLabel('Notes from importing').getByText(/a_2/).first().waitFor();
    expect(await fact('Columns').innerText()).toContain('3');
  });
});

describe('a file that does not', () => {
  const zeros = new Uint8Array(64 * 2 ** 20);
  const bomb = zipSync(Object.fromEntries([...Array(40).keys()].map((i) => [`${i}.csv`, zeros])), { level: 9 });
  const idx = new Uint8Array(16 + 28 * 28 * 3);
  new DataView(idx.buffer).setUint32(0, 0x803);
  [100, 28, 28].forEach((size, i) => new DataView(idx.buffer).setUint32(4 + 4 * i, size));

  it.each([
    ['that is empty', { name: 'empty.csv', bytes: '' }, 'file-empty'],
    [
      'that is a picture named .csv',
      { name: 'table.csv', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
      'file-binary',
    ],
    ['that is a zip bomb', { name: 'bomb.zip', bytes: bomb }, 'archive-too-large'],
    ['that is a cut IDX', { name: 'train-images-idx3-ubyte', bytes: idx }, 'file-truncated'],
    ['that has a header only', { name: 'head.csv', bytes: 'a,b,c\n' }, 'table-empty'],
  ] as const)('%s is refused by picker and by drop', async (_, file, code) => {
    await pick(file);
    await refused(code);
    await close();
    if (file.name !== 'bomb.zip') await drop(file);
    await refused(code);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    // The lab still has the data it had.
    expect(await heading('twice.csv').or(heading('twice')).count()).toBe(1);
  });
});

describe('a target that cannot be learned', () => {
  const cases = [
    ['10,000 classes', 'target-too-many-classes', (i: number) => `${i},${i % 3},word ${i}`, 10_000],
    ['one class', 'target-one-class', (i: number) => `${i},${i % 3},same`, 50],
    ['one value', 'target-constant', (i: number) => `${i},${i % 3},7`, 50],
  ] as const;
  it.each(cases)('%s: says so before and after Run, and the lab stays usable', async (_, code, line, rows) => {
    await drop({ name: `${code}.csv`, bytes: `x,y,goal\n${lines(rows, line)}` });
    await heading(`${code}.csv`).or(heading(code)).waitFor();
    await page
      .getByLabel('Learn to predict')
      .selectOption('goal')
      .catch(async () => {
        await page.getByLabel('Learn to predict').click();
        await page.getByRole('option', { name: 'goal' }).click();
      });
    if (code === 'target-constant') await page.getByText('Regression', { exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'goal' }).first().waitFor();
    await page.getByRole('link', { name: /Train/ }).click();
    await page.getByRole('button', { name: /^(Play|Run again)$/ }).click();
    await refused(code);
    await page.getByRole('link', { name: /Data/ }).click();
    await page.getByLabel('Learn to predict').selectOption('y');
    await page.getByRole('alert').filter({ hasText: 'goal' }).first().waitFor({ state: 'hidden' });
  });
});

describe('dropped on the home page', () => {
  async function dropHome(name: string, text: string) {
    await page.goto(url);
    const transfer = await page.evaluateHandle(
      ([file, content]) => {
        const made = new DataTransfer();
        made.items.add(new File([content], file));
        return made;
      },
      [name, text] as const,
    );
    await page.locator('main').dispatchEvent('drop', { dataTransfer: transfer });
  }

  it.each([
    ['flowers.csv', `long,wide,kind\n${lines(90, (i) => `${i % 9},${i % 5},${i % 9 < 4 ? 'a' : 'b'}`)}`],
    [
      'reviews.csv',
      `review,mood\n${lines(90, (i) => `the ${i % 2 ? 'good' : 'bad'} film number ${i},${i % 2 ? 'up' : 'down'}`)}`,
    ],
  ])('%s is two presses from networks in their order', async (name, text) => {
    await dropHome(name, text);
    await heading(name).waitFor();
    await page.getByRole('button', { name: 'Search architectures' }).click();
    await page.getByRole('button', { name: /^Run \d+/ }).click();
    await page.getByRole('grid').getByText('done').nth(3).waitFor();
  });

  it('what cannot be read is refused where the lab begins', async () => {
    await dropHome('empty.csv', '');
    await refused('file-empty');
  });
});

it('nothing left the device and nothing failed unforeseen', () => {
  expect(log.foreign).toEqual([]);
  expect(log.errors).toEqual([]);
});
