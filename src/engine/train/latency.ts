// How long the trained model takes for one row on this device: the median of rounds of single predictions, in milliseconds.
// A clock's figure: it differs from run to run and is kept apart from what a digest covers.
import type { Arrays } from '$core/pipeline/prepared';
import type { ExecutorModel } from '../executor';
import type { LoadedData } from './data';

const warmUps = 3;
const rounds = 15;
/** Predictions of a round at the least and at the most, a power of two times the least. */
const [least, most] = [8, 8192];
/** So long must a round take, in milliseconds: browsers' clocks tell 5 to 100 microseconds apart. */
const roundTime = 2;

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
  const round = async (predictions: number) => {
    const start = now();
    for (let i = 0; i < predictions; i++) await model.predict(row);
    return now() - start;
  };
  let predictions = least;
  while (predictions < most && (await round(predictions)) < roundTime) predictions *= 2;
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push((await round(predictions)) / predictions);
  return times.sort((a, b) => a - b)[rounds >> 1];
}
