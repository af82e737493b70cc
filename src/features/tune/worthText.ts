// Whether another trial is worth its time, in words.
import { fewestForAdvice, type Worth } from '$core/run/surrogate/worth';
import { number } from '$charts/index';

const advice: Readonly<Record<Worth['advice'], string>> = {
  'go-on': 'It is worth going on.',
  'little-left': 'The next trial is expected to gain little.',
  stop: 'Going on is hardly worth it: the next trials are unlikely to gain more than the noise of one trial.',
};

const perfect = 'Going on cannot help: no value is better than the best';

/** `room`: how much better than the best a value can be at all. */
export function worthText(worth: Worth | null, room = Infinity): string {
  if (!worth) return `From ${fewestForAdvice} finished trials on, this says whether it is worth going on.`;
  const recent =
    worth.recent === null
      ? 'was the first to keep the limits'
      : worth.recent > 0
        ? `improved the best by ${number(worth.recent, 2)}`
        : 'did not improve the best';
  const left =
    worth.regret > room
      ? `The best there is may be better by up to ${number(room, 2)}, where the values end (the model's bound is beyond)`
      : `The best there is may be better by up to ${number(worth.regret, 2)} (this held in nine of ten simulated studies; narrow basins between the trials may hide more)`;
  return `${room <= 0 ? perfect : `${advice[worth.advice]} ${left}`}; the last quarter of the trials ${recent}.`;
}
