// docs/images/regret.svg: one panel a problem, median regret by number of trials on logarithmic scales; ours solid, Optuna's
// dashed. Its colours follow the reader's light or dark scheme.
import { find, quantile, regrets, shown, type Shown } from './figures';
import type { Curves } from './main';

const lines = [
  { type: 'random', label: 'random', slot: 'g' },
  { type: 'localSearch', label: 'local search', slot: 'd' },
  { type: 'cmaes', label: 'CMA-ES', slot: 'c' },
  { type: 'tpe', label: 'TPE', slot: 'b' },
  { type: 'gp', label: 'Gaussian process', slot: 'a' },
] as const;
const [panelWidth, panelHeight, columns] = [250, 180, 4];
const inside = { left: 46, right: 16, top: 24, bottom: 30 };
/** Below this share of a panel's top a regret is drawn at its floor. */
const floorShare = 1e-6;

export function chartOf(curves: readonly Curves[]): string {
  const rows = Math.ceil(shown.length / columns);
  const width = panelWidth * columns;
  const height = panelHeight * rows + 56;
  const panels = shown.map((problem, i) => {
    const x = (i % columns) * panelWidth;
    const y = 40 + Math.floor(i / columns) * panelHeight;
    return `<g transform="translate(${x} ${y})">${panel(curves, problem)}</g>`;
  });
  const legend = lines.map(
    ({ label, slot }, i) =>
      `<g transform="translate(${12 + i * 150} 18)"><path class="${slot}" d="M0 0H24"/><text x="30" y="4">${label}</text></g>`,
  );
  const dashed = `<g transform="translate(${12 + lines.length * 150} 18)"><path class="g dash" d="M0 0H24"/><text x="30" y="4">dashed: Optuna</text></g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Median regret by number of trials">
<style>
svg{--paper:#fff;--ink:#1b1f24;--line:#d0d4da;--a:#0b62c4;--b:#b35900;--c:#1a7f4b;--d:#9c3587;--g:#6a717b}
@media (prefers-color-scheme:dark){svg{--paper:#14171b;--ink:#e6e8eb;--line:#3a4048;--a:#6cb2ff;--b:#ffab5e;--c:#6fd39b;--d:#e79ad4;--g:#9aa2ad}}
text{font:11px system-ui,sans-serif;fill:var(--ink)}.t{font-weight:600}.e{text-anchor:end}.m{text-anchor:middle}
path{fill:none;stroke-width:1.7}.x{stroke:var(--line);stroke-width:1}.dash{stroke-dasharray:4 3}
.a{stroke:var(--a)}.b{stroke:var(--b)}.c{stroke:var(--c)}.d{stroke:var(--d)}.g{stroke:var(--g)}
</style>
<rect width="100%" height="100%" fill="var(--paper)"/>
${legend.join('')}${dashed}
${panels.join('\n')}
<text x="${width / 2}" y="${height - 4}" class="m">trials (logarithmic); upright: median regret over seeds (logarithmic, the lowest line also stands for less)</text>
</svg>
`;
}

function panel(curves: readonly Curves[], problem: Shown): string {
  const drawn = lines.flatMap(({ type, slot }) =>
    [true, false].flatMap((own) => {
      const found = find(curves, type, own);
      const points = (found?.checkpoints ?? []).flatMap((trials) => {
        const values = regrets(found, problem, trials);
        return values.length > 0 ? [{ trials, value: quantile(values, 0.5) }] : [];
      });
      return points.length > 0 ? [{ slot, own, points }] : [];
    }),
  );
  const all = drawn.flatMap(({ points }) => points.map(({ value }) => value));
  const top = Math.max(...all);
  const positive = all.filter((value) => value > top * floorShare);
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const high = Math.ceil(Math.log10(top));
  const w = panelWidth - inside.left - inside.right;
  const h = panelHeight - inside.top - inside.bottom;
  const x = (trials: number) => inside.left + (w * Math.log(trials / 5)) / Math.log(20);
  const y = (value: number) => {
    const share = (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
    return inside.top + h * (1 - share);
  };
  const every = Math.max(1, Math.ceil((high - low) / 4));
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => low + i * every);
  const grid = [
    ...ticks.map((power) => {
      const at = y(10 ** power).toFixed(1);
      return `<path class="x" d="M${inside.left} ${at}H${panelWidth - inside.right}"/><text class="e" x="${inside.left - 4}" y="${Number(at) + 4}">1e${power}</text>`;
    }),
    ...[5, 10, 25, 50, 100].map((trials) => {
      const at = x(trials).toFixed(1);
      return `<text class="m" x="${at}" y="${panelHeight - inside.bottom + 14}">${trials}</text>`;
    }),
  ];
  const curvesOf = drawn.map(({ slot, own, points }) => {
    const path = points.map(({ trials, value }, i) => `${i ? 'L' : 'M'}${x(trials).toFixed(1)} ${y(value).toFixed(1)}`);
    return `<path class="${slot}${own ? '' : ' dash'}" d="${path.join('')}"/>`;
  });
  return `<text class="t" x="${inside.left}" y="14">${problem.label}</text>${grid.join('')}${curvesOf.join('')}`;
}
