// Every study of the matrix on 1, 2 and 4 simulated trainers, then killed and resumed, and stopped and gone on with, at random
// moments: digests, and what a death or a stop costs, in epochs where a trainer hands out a checkpoint every three.
import { killed } from '../support/kills';
import { killMatrix } from '../support/killMatrix';
import { simulate, simulatedCheckpoint } from '../support/simulatedRun';
import { result, type Result } from './support/result';

const lives = 3;

export async function bench(): Promise<Result[]> {
  const { pairs, refused } = killMatrix();
  let [deaths, stops, again, most] = [0, 0, 0, 0];
  const unequal: string[] = [];
  const dear: string[] = [];
  for (const { name, lab } of pairs) {
    const whole = (await simulate(lab, { workers: 1 }))!;
    const others = await Promise.all([2, 4].map((workers) => simulate(lab, { workers, seed: workers })));
    const broken = await killed(lab, { whole, name, lives });
    const stopped = await killed(lab, { whole, name, lives, stops: true });
    const curves = (trials: typeof whole.trials) => JSON.stringify(trials.map(({ curve }) => curve));
    for (const one of [...others, broken, stopped]) {
      if (one!.info.digest !== whole.info.digest || curves(one!.trials) !== curves(whole.trials)) unequal.push(name);
    }
    const ends = [...broken.deaths, ...stopped.deaths];
    stops += ends.filter((end) => end.stopped).length;
    deaths += ends.filter((end) => !end.stopped).length;
    for (const death of ends) {
      again += death.again;
      most = Math.max(most, death.again / death.workers);
      if (death.again > death.workers * simulatedCheckpoint) dear.push(name);
    }
  }
  const codes = Object.entries(refused).map(([code, count]) => `${code} ${count}`);
  return [
    result(
      'studies: samplers and strategies x pruners x ways',
      pairs.length,
      'studies',
      undefined,
      `refused: ${codes.join(', ')}`,
    ),
    result('killed and resumed', deaths, 'deaths', '>= 200'),
    result('stopped and gone on with', stops, 'stops', '>= 200'),
    result(
      'digests or curves that differ, with 1, 2, 4 trainers, deaths or stops',
      unequal.length,
      'studies',
      '<= 0',
      unequal.join('; '),
    ),
    result(
      'most epochs begun again, a death or stop and trainer',
      most,
      'epochs',
      `<= ${simulatedCheckpoint}`,
      dear.join('; '),
    ),
    result('epochs begun again, a death or stop', again / (deaths + stops), 'epochs'),
  ];
}
