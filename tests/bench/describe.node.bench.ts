// What the Look tab computes first, of 200,000 rows and 20 number columns: summaries of all columns and Pearson's r of
// all pairs; in turn with pandas on the same numbers where TABLAB_PYTHON or `python3` has it. Pandas is asked for
// describe() and corr() alone; ours also counts unique values, skew and kurtosis.
import { Stream } from '$core/rng/stream';
import { pearsonMatrix } from '$core/stats/correlationMatrix';
import { describeNumeric } from '$core/stats/describe';
import { openPeer } from './support/peer';
import { median, result, type Result } from './support/result';

const rows = 200_000;
const columns = 20;
const rounds = 7;
const idle = { progress: () => undefined, pause: () => Promise.resolve() };

export async function bench(): Promise<Result[]> {
  const rng = Stream.of(1, 'bench');
  const data = Array.from({ length: columns }, (_, c) =>
    Float64Array.from({ length: rows }, () => (c < 10 ? rng.normal() : Math.floor(100 * rng.uniform()))),
  );
  const pandas = await openPeer('pandas_describe.py', { rows, columns });
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const start = performance.now();
    for (const column of data) describeNumeric(column);
    await pearsonMatrix(data, idle);
    const ms = performance.now() - start;
    const peer = await pandas?.ask<{ ms: number }>({ run: true });
    // The engine compiles hot code in its own time: the first rounds do not count.
    if (round < 0) continue;
    ours.push(ms);
    if (peer) theirs.push(peer.ms);
  }
  pandas?.close();
  const what = `${rows.toLocaleString('en')} x ${columns}`;
  const results = [result(`describe + correlation of ${what}`, median(ours), 'ms', '<= 1000', `median of ${rounds}`)];
  if (pandas && theirs.length > 0) {
    const detail = `${median(theirs).toFixed(0)} ms in pandas ${pandas.hello.version}`;
    results.push(
      result('describe + correlation: time against pandas', median(ours) / median(theirs), 'x', '<= 2', detail),
    );
  }
  return results;
}
