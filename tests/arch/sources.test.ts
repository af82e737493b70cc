// Habits that keep the sources readable and the promises true.
import { describe, expect, it } from 'vitest';
import { sources } from './sources';

const all = sources();
const lines = (text: string) => text.split('\n').length;

describe('sources', () => {
  it('stay under 450 lines a file', () => {
    expect(all.filter(({ text }) => lines(text) > 450).map(({ path, text }) => `${path}: ${lines(text)}`)).toEqual([]);
  });

  it('keep worker entries thin', () => {
    const entries = all.filter(({ path }) => /^workers\/[^/]+\.worker\.ts$/.test(path));
    expect(entries.filter(({ text }) => lines(text) > 80).map(({ path }) => path)).toEqual([]);
  });

  it('keep chance and the clock out of core and engine', () => {
    const wrong = all
      .filter(({ layer }) => layer === 'core' || layer === 'engine')
      .filter(({ text }) => /Math\.random|Date\.now|new Date\(\)|performance\.now/.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('name no foreign origin in code', () => {
    const wrong = all
      .filter(({ path }) => !path.includes('/examples/'))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .filter((line) => /(fetch|import|src=|href=)[^\n]*['"`]https?:/.test(line) && !/^\s*(\/\/|\*)/.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  it('leave no unfinished marks behind', () => {
    const mark = /\b(TODO|FIXME|XXX|HACK)\b|@ts-(ignore|nocheck|expect-error)|eslint-disable|: any\b|\bas any\b/;
    expect(all.filter(({ text }) => mark.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
