// Whether another trial is worth its time, in words.
import { fewestForAdvice, type Worth } from '$core/run/surrogate/worth';
import { number } from '$charts/index';

const advice: Readonly<Record<Worth['advice'], string>> = {
  'go-on': 'It is worth going on.',
  'little-left': 'Little is left to gain.',
  stop: 'Going on is hardly worth it: what may be left is within the noise of one trial.',
};

export function worthText(worth: Worth | null): string {
  if (!worth) return `From ${fewestForAdvice} finished trials on, this says whether it is worth going on.`;
  const recent = worth.recent > 0 ? `improved the best by ${number(worth.recent, 2)}` : 'did not improve the best';
  return (
    `${advice[worth.advice]} The best there is may be better by up to ${number(worth.regret, 2)} ` +
    `(90 % bound of the model); the last quarter of the trials ${recent}.`
  );
}
