// The plotting library, loaded when the first plotted chart is drawn, and the looks that all of them share.
import type { Frame } from './chart';

type Plot = typeof import('@observablehq/plot');
let loading: Promise<Plot> | null = null;

export function loadPlot(): Promise<Plot> {
  loading ??= import('@observablehq/plot').catch((error: unknown) => {
    // A failed load (offline before the first visit) must not be remembered.
    loading = null;
    throw error;
  });
  return loading;
}

type Options = NonNullable<Parameters<Plot['plot']>[0]>;

/** Draws with the page's fonts and colours, without the library's own style sheet class names leaking out. */
export async function plotted(frame: Frame, make: (plot: Plot) => Options): Promise<SVGSVGElement> {
  const plot = await loadPlot();
  const node = plot.plot({
    width: frame.width,
    height: frame.height,
    ...make(plot),
    style: {
      background: 'transparent',
      color: frame.theme.ink,
      fontFamily: frame.theme.sans,
      fontSize: '11px',
      overflow: 'visible',
    },
  });
  const drawn = node instanceof SVGSVGElement ? node : node.querySelector('svg');
  // The library names its groups ("bar", "rule"), which a group may not be; the chart as a whole is named by its host.
  for (const group of drawn?.querySelectorAll('g[aria-label]') ?? []) group.removeAttribute('aria-label');
  return drawn as SVGSVGElement;
}
