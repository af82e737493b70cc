// Keeps a painted chart on two canvases: settled marks below, what changes often above. New marks are added to the
// picture; when the scales move, a new picture is built off screen a few milliseconds per frame and then swapped in,
// so that ten thousand lines never hold a frame up. So are marks that were chosen, on a picture of their own between the two.
import { CanvasPainter } from './canvasPainter';
import type { Emphasis, Frame, Layout, PaintedChart } from './chart';

/** Keeps canvases in main memory: many small marks are drawn faster there than through a GPU process, several times so
 *  where the GPU is emulated, and the finished picture is uploaded once. */
const inMemory: CanvasRenderingContext2DSettings = { willReadFrequently: true };
const budget = 7;
/** Most marks at once. They may be long curves, so it begins with few and takes more as they prove quick. */
const chunk = 100;
const few = 8;

interface Picture<D> {
  readonly data: D;
  readonly frame: Frame;
  readonly layout: Layout;
  drawn: number;
}
/** Marks that were chosen, as far as they are drawn. */
interface Chosen {
  readonly canvas: OffscreenCanvas;
  readonly painter: CanvasPainter;
  /** What is left to draw; null: nothing. */
  work: Generator<void, void> | null;
}
interface Build<D> extends Picture<D> {
  readonly canvas: OffscreenCanvas;
  readonly painter: CanvasPainter;
}

export class LiveDrawing<D> {
  private shown: Picture<D> | null = null;
  private build: Build<D> | null = null;
  private wanted: Picture<D> | null = null;
  private emphasis: Emphasis = { selected: new Set(), hovered: null };
  private overStale = false;
  private chosen: Chosen | null = null;
  private chosenStale = false;
  private request = 0;
  private step = few;

  constructor(
    private readonly chart: PaintedChart<D>,
    private readonly below: HTMLCanvasElement,
    private readonly above: HTMLCanvasElement,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Layout of what is on screen, for pointer work. */
  get layout(): Layout | null {
    return this.shown?.layout ?? null;
  }

  /** Nothing is left to draw. */
  get idle(): boolean {
    return this.request === 0;
  }

  update(data: D, frame: Frame): void {
    this.wanted = { data, frame, layout: this.chart.layout(data, frame), drawn: 0 };
    if (this.chart.overShows === 'data') this.overStale = true;
    // A trial that was chosen while it ran has a mark when it has ended.
    if (this.emphasis.selected.size <= chunk) this.chosenStale = true;
    this.schedule();
  }

  emphasise(emphasis: Emphasis): void {
    if (emphasis.selected !== this.emphasis.selected) this.chosenStale = true;
    this.emphasis = emphasis;
    this.overStale = true;
    this.schedule();
  }

  destroy(): void {
    cancelAnimationFrame(this.request);
    this.request = -1;
  }

  private schedule(): void {
    if (this.request === 0) this.request = requestAnimationFrame(() => this.tick());
  }

  private tick(): void {
    if (this.request === -1) return;
    this.request = 0;
    const { wanted } = this;
    if (!wanted) return;
    const end = this.now() + budget;
    const fits = (picture: Picture<D> | null) =>
      picture?.layout.signature === wanted.layout.signature && picture.drawn <= this.chart.count(wanted.data);
    if (!this.build && !fits(this.shown)) this.build = this.begin(wanted);
    if (this.build) this.proceed(this.build, end);
    else if (this.shown) {
      // Same scales: the picture on screen goes on under the newest data.
      this.shown = { ...wanted, drawn: this.shown.drawn };
      this.append(this.shown, new CanvasPainter(this.below.getContext('2d', inMemory)!, wanted.frame.theme), end);
    }
    if (this.shown && !this.build) this.drawChosen(this.shown, end);
    if (this.overStale && this.shown) this.drawOver(this.shown);
    const unfinished =
      this.build !== null ||
      Boolean(this.chosen?.work) ||
      !fits(this.shown) ||
      this.shown!.drawn < this.chart.count(wanted.data);
    if (unfinished) this.schedule();
  }

  private begin(wanted: Picture<D>): Build<D> {
    const { canvas, painter } = blank(wanted.frame);
    this.chart.under(painter, wanted.data, wanted.layout, wanted.frame);
    return { ...wanted, canvas, painter, drawn: 0 };
  }

  private proceed(build: Build<D>, end: number): void {
    this.append(build, build.painter, end);
    if (build.drawn < this.chart.count(build.data)) return;
    const { width, height } = build.frame;
    for (const canvas of [this.below, this.above]) {
      if (canvas.width === build.canvas.width && canvas.height === build.canvas.height) continue;
      canvas.width = build.canvas.width;
      canvas.height = build.canvas.height;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = this.below.getContext('2d', inMemory)!;
    context.resetTransform();
    context.clearRect(0, 0, this.below.width, this.below.height);
    context.drawImage(build.canvas, 0, 0);
    context.scale(devicePixelRatio, devicePixelRatio);
    this.shown = build;
    this.build = null;
    this.overStale = true;
    this.chosenStale = true;
  }

  /** Goes on with the marks that were chosen until `end`, with a few of them at least. */
  private drawChosen(picture: Picture<D>, end: number): void {
    if (this.chosenStale) {
      this.chosenStale = false;
      const { selected } = this.emphasis;
      const { data, layout, frame } = picture;
      if (this.chosen) this.overStale = true;
      const onto = selected.size > 0 && this.chart.chosen ? blank(frame) : null;
      this.chosen = onto && { ...onto, work: this.chart.chosen!(onto.painter, data, layout, frame, selected) };
    }
    const { chosen } = this;
    if (!chosen?.work) return;
    do {
      if (chosen.work.next().done) chosen.work = null;
      chosen.painter.settle();
    } while (chosen.work && this.now() < end);
    this.overStale = true;
  }

  private append(picture: Picture<D>, painter: CanvasPainter, end: number): void {
    const { data, layout, frame } = picture;
    const count = this.chart.count(data);
    let began = this.now();
    do {
      const to = Math.min(count, picture.drawn + this.step);
      if (to > picture.drawn) {
        this.chart.marks(painter, data, layout, frame, picture.drawn, to);
        // A canvas only notes what is drawn and paints it when it is looked at: then ten thousand lines at once.
        painter.settle();
      }
      picture.drawn = to;
      const ended = this.now();
      this.step = ended - began > budget / 2 ? Math.max(1, this.step >> 1) : Math.min(chunk, 2 * this.step);
      began = ended;
    } while (picture.drawn < count && this.now() < end);
  }

  private drawOver(picture: Picture<D>): void {
    this.overStale = false;
    const context = this.above.getContext('2d', inMemory)!;
    context.resetTransform();
    context.clearRect(0, 0, this.above.width, this.above.height);
    if (this.chosen) context.drawImage(this.chosen.canvas, 0, 0);
    context.scale(devicePixelRatio, devicePixelRatio);
    const painter = new CanvasPainter(context, picture.frame.theme);
    this.chart.over?.(painter, picture.data, picture.layout, picture.frame, this.emphasis);
  }
}

/** An empty picture off screen. */
function blank({ width, height, theme }: Frame) {
  const ratio = devicePixelRatio;
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio)));
  const context = canvas.getContext('2d', inMemory)!;
  context.scale(ratio, ratio);
  return { canvas, painter: new CanvasPainter(context, theme) };
}
