// The autoencoder on a real lab: trained in the real worker on the SIMD engine, judged against components, and stopped.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../../../src/ui/styles.css';
import { defaultFeatures, defaultSplit, type Lab } from '$core/lab/document';
import { FeaturesPage } from '$features/features';
import { OpenLab } from '../../../src/features/lab/session.svelte';
import { putLab } from '$store/labs';
import { openStore } from '$store/open';
import { eraseAll } from '$store/sizes';

const lab: Lab = {
  format: 'tablab',
  version: 1,
  title: 'Penguins',
  seed: 1,
  data: { kind: 'bundled', id: 'penguins' },
  roles: { target: 'Species', task: 'multiclass', exclude: [] },
  features: defaultFeatures,
  split: defaultSplit,
  executor: 'auto',
  steps: [],
};

it('opens at the tab that the address names, trains, compares column by column, and stops', async () => {
  await page.viewport(1200, 900);
  const store = await openStore();
  await eraseAll(store);
  const id = crypto.randomUUID();
  await putLab(store, { id, lab, createdAt: 1, updatedAt: 1 });
  const session = await OpenLab.open(id);
  const shown = mount(FeaturesPage, { target: document.body, props: { session, view: 'reduce' } });
  await vi.waitUntil(() => session.dataset !== null, { timeout: 20_000 });
  const train = page.getByRole('button', { name: 'Train the autoencoder' });
  await userEvent.fill(page.getByRole('spinbutton', { name: 'Epochs' }), '30');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(train);
  await expect.element(page.getByText('Lost by principal components')).toBeVisible();
  await expect.element(page.getByRole('cell', { name: 'Body Mass (g)' }).last()).toBeVisible();
  for (const width of [1200, 390]) {
    await page.viewport(width, 900);
    await tick();
    const { violations } = await axe.run(document.body, {
      // The page lives inside the app's frame, which has the landmarks and the first heading.
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  }
  await page.viewport(1200, 900);
  // So much work that no machine is done before it is stopped.
  for (const [name, value] of [
    ['Epochs', '5000'],
    ['Hidden units', '1024'],
    ['Hidden layers', '4'],
  ]) {
    await userEvent.fill(page.getByRole('spinbutton', { name }), value);
    await userEvent.keyboard('{Enter}');
  }
  await userEvent.click(train);
  await userEvent.click(page.getByRole('button', { name: 'Stop', exact: true }));
  await vi.waitUntil(() => !train.element().hasAttribute('aria-busy'));
  await userEvent.fill(page.getByRole('spinbutton', { name: 'Code size' }), '200');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(train);
  await expect.element(page.getByText('A code of 200 numbers is no narrower', { exact: false })).toBeVisible();
  await unmount(shown);
  await session.close();
});
