// Reading, writing and stepping numbers in fields. Pure, so that it can be tested without a page.

export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  /** Linear fields: the grid of allowed values, from `min`. */
  readonly step?: number;
  readonly integer?: boolean;
  /** Steps multiply instead of add. */
  readonly log?: boolean;
}

/** A number as a person would type it: at most 6 significant digits, exponent only where it is shorter. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '';
  const rounded = Number(value.toPrecision(6));
  const magnitude = Math.abs(rounded);
  if (Number.isInteger(value) && magnitude < 1e7) return String(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) {
    const [mantissa, exponent] = rounded.toExponential().split('e');
    return `${mantissa}e${Number(exponent)}`;
  }
  return String(rounded);
}

/** The number in a text, or null. Accepts `1e-3`, `%`, spaces or commas between thousands as the page writes them, and
 *  otherwise a decimal comma. */
export function parseNumber(text: string): number | null {
  let plain = text
    .trim()
    .replace(/[\s_\u00a0\u202f]/g, '')
    .replace('\u2212', '-');
  const percent = plain.endsWith('%');
  if (percent) plain = plain.slice(0, -1);
  if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain)) plain = plain.replaceAll(',', '');
  if (/^[+-]?\d*,\d+(e[+-]?\d+)?$/i.test(plain)) plain = plain.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain) / (percent ? 100 : 1);
  return Number.isFinite(value) ? value : null;
}

/** As in the texts of the page: with a comma every three digits. */
const said = (value: number): string =>
  formatNumber(value).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

/** Why a number is not allowed, in words, or null. */
export function refusal(value: number, { min, max, integer }: NumberRule): string | null {
  if (integer && !Number.isInteger(value)) return 'Enter a whole number.';
  const low = min !== undefined && value < min;
  const high = max !== undefined && value > max;
  if (!low && !high) return null;
  if (min !== undefined && max !== undefined) return `Enter a number from ${said(min)} to ${said(max)}.`;
  return low ? `Enter ${said(min!)} or more.` : `Enter ${said(max!)} or less.`;
}

const ladder = [1, 2, 5, 10];

/** The next value on the 1-2-5 ladder above or below a positive number. */
function rung(value: number, up: boolean): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const lead = Number((value / decade).toPrecision(9));
  const next = up ? ladder.find((l) => l > lead) : [...ladder].reverse().find((l) => l < lead);
  return Number(((next ?? 0.5) * decade).toPrecision(12));
}

/** Where an arrow key leads. `coarse` (Shift or Page keys) takes ten steps, or a whole decade on a log field. */
export function stepNumber(value: number, direction: 1 | -1, coarse: boolean, rule: NumberRule): number {
  const { min = -Infinity, max = Infinity, integer, log } = rule;
  const clamp = (x: number) => Math.min(max, Math.max(min, x));
  if (log && value > 0) {
    const next = coarse ? Number((value * 10 ** direction).toPrecision(12)) : rung(value, direction > 0);
    if (!integer) return clamp(next);
    const whole = Math.round(next);
    return clamp(whole === value ? value + direction : whole);
  }
  const step = rule.step ?? (integer ? 1 : naturalStep(value, rule));
  const moved = value + direction * step * (coarse ? 10 : 1);
  const origin = rule.step !== undefined && Number.isFinite(min) ? min : 0;
  return clamp(Number((origin + Math.round((moved - origin) / step) * step).toPrecision(12)));
}

/** A hundredth of the range as a power of ten, or a tenth of the value's own size where there is no range. */
function naturalStep(value: number, { min, max }: NumberRule): number {
  const span = min !== undefined && max !== undefined ? (max - min) / 50 : Math.abs(value) / 5 || 0.1;
  return 10 ** Math.floor(Math.log10(Math.min(span, Math.abs(value) / 2 || span)));
}

/** Without an exponent, as ARIA values must be written. */
export const plainDecimal = (value: number): string =>
  value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
