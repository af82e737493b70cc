// The best epoch so far and when to give up waiting for a better one. An epoch is better when its loss is below the
// best by more than minDelta, as in Keras' EarlyStopping; the same test serves early stopping and restoreBest, so the
// waiting time follows from the best epoch's number and a checkpoint need not store it.
import type { Checkpoint } from '$core/run/checkpoint';
import type { TrainConfig } from '$core/train/config';

export type Best = NonNullable<Checkpoint['best']>;

export class BestEpoch {
  constructor(
    private readonly rule: TrainConfig['earlyStopping'],
    public best: Best | null,
  ) {}

  isBetter(loss: number): boolean {
    return this.best === null || loss < this.best.loss - this.rule.minDelta;
  }

  /** weights: those of the epoch; empty when they need not be kept. */
  take(epoch: number, loss: number, weights: Best['weights']): void {
    this.best = { epoch, loss, weights };
  }

  /** True when `patience` epochs have passed since the best one. */
  shouldStop(epoch: number): boolean {
    return this.rule.patience > 0 && this.best !== null && epoch - this.best.epoch >= this.rule.patience;
  }
}
