// Trainer workers, kept warm between runs: starting one and compiling its kernels takes longer than many trials.
import { TrainerSlot, type SpawnTrainer } from './trainerSlot';

/** An idle trainer is ended after this long. */
const idleMs = 120_000;

export class TrainerPool {
  private readonly idle: { slot: TrainerSlot; timer: ReturnType<typeof setTimeout> }[] = [];
  private made = 0;

  constructor(private readonly spawn: SpawnTrainer) {}

  /** As many trainers as asked, warm ones first. */
  take(count: number): TrainerSlot[] {
    return Array.from({ length: count }, () => {
      const warm = this.idle.pop();
      clearTimeout(warm?.timer);
      return warm?.slot ?? new TrainerSlot(this.spawn, ++this.made);
    });
  }

  /** Back from a run; those that still train are ended. */
  giveBack(slots: readonly TrainerSlot[]): void {
    for (const slot of slots) {
      slot.forget();
      const entry = { slot, timer: setTimeout(() => this.end(slot), idleMs) };
      this.idle.push(entry);
    }
  }

  private end(slot: TrainerSlot): void {
    slot.kill();
    const index = this.idle.findIndex((entry) => entry.slot === slot);
    if (index >= 0) this.idle.splice(index, 1);
  }
}
