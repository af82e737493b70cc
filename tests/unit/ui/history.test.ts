import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyHistory, keptEdits, record, redo, undo } from '../../../src/features/lab/history';

describe('undo history', () => {
  it('goes back to the start and forth to the end over any edits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 60 }), (edits) => {
        let doc = 0;
        let history = emptyHistory<number>();
        const seen = [doc];
        edits.forEach((next, i) => {
          history = record(history, `edit ${i}`, doc, i * 10_000);
          doc = next;
          seen.push(doc);
        });
        for (let i = seen.length - 2; i >= 0; i--) {
          const back = undo(history, doc)!;
          ({ doc, history } = back);
          expect(doc).toBe(seen[i]);
        }
        expect(undo(history, doc)).toBeNull();
        for (let i = 1; i < seen.length; i++) {
          const forth = redo(history, doc)!;
          ({ doc, history } = forth);
          expect(doc).toBe(seen[i]);
        }
        expect(redo(history, doc)).toBeNull();
      }),
    );
  });

  it('makes one step of quick edits under one label', () => {
    let history = record(emptyHistory<string>(), 'Type', 'a', 0);
    history = record(history, 'Type', 'ab', 500);
    history = record(history, 'Type', 'abc', 1100);
    expect(history.past).toEqual([{ label: 'Type', doc: 'a' }]);
    history = record(history, 'Other', 'abcd', 1200);
    history = record(history, 'Other', 'abcde', 5000);
    expect(history.past).toHaveLength(3);
  });

  it('forgets what was undone when a new edit is made', () => {
    let history = record(emptyHistory<number>(), 'one', 1, 0);
    history = undo(history, 2)!.history;
    history = record(history, 'two', 1, 10);
    expect(redo(history, 3)).toBeNull();
    expect(history.past).toHaveLength(1);
  });

  it('keeps a bounded number of edits, the newest ones', () => {
    let history = emptyHistory<number>();
    for (let i = 0; i < keptEdits + 50; i++) history = record(history, `edit ${i}`, i, i * 10_000);
    expect(history.past).toHaveLength(keptEdits);
    expect(history.past.at(-1)?.doc).toBe(keptEdits + 49);
  });
});
