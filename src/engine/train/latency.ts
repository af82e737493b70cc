// How long the trained model takes for one row on this device: the median of repeated single predictions, in milliseconds.
// A clock's figure: it differs from run to run and is kept apart from what a digest covers.
import type { Arrays } from '$core/pipeline/prepared';
import type { ExecutorModel } from '../executor';
import type { LoadedData } from './data';

const warmUps = 3;
const rounds = 15;
/** Predictions of a round: browsers' clocks are coarse. */
const perRound = 8;

export async function latencyOf(model: ExecutorModel, { prepared }: LoadedData, now: () => number): Promise<number> {
  const { train } = prepared;
  const width = train.features.length / train.rows;
  const columns = train.codes.length / train.rows;
  const row: Arrays = {
    rows: 1,
    features: train.features.slice(0, width),
    codes: train.codes.slice(0, columns),
    target: train.target.slice(0, 1),
  };
  for (let i = 0; i < warmUps; i++) await model.predict(row);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = now();
    for (let i = 0; i < perRound; i++) await model.predict(row);
    times.push((now() - start) / perRound);
  }
  return times.sort((a, b) => a - b)[rounds >> 1];
}
