// Pause, step and stop of one trial. Training asks it between batches; commands come in between two of its questions.
import type { TrialCommand } from '$core/run/trial';

export class TrialControl {
  private mode: 'running' | 'paused' | 'stepping';
  private stopped = false;
  private open: (() => void) | undefined;
  private gate: Promise<void> | undefined;

  constructor(startPaused = false) {
    this.mode = startPaused ? 'paused' : 'running';
  }

  readonly shouldStop = (): boolean => this.stopped;

  /** A promise while paused, kept until the next command; undefined otherwise. */
  readonly hold = (): Promise<void> | undefined => {
    if (this.mode !== 'paused' || this.stopped) return undefined;
    this.gate ??= new Promise((resolve) => (this.open = resolve));
    return this.gate;
  };

  /** True while epochs run one at a time. */
  get stepping(): boolean {
    return this.mode !== 'running';
  }

  command(what: TrialCommand): void {
    if (what === 'stop') this.stopped = true;
    else this.mode = what === 'pause' ? 'paused' : what === 'step' ? 'stepping' : 'running';
    if (what === 'pause') return;
    this.open?.();
    this.gate = undefined;
  }

  /** After each epoch: a step is over. */
  epochDone(): void {
    if (this.mode === 'stepping') this.mode = 'paused';
  }
}
