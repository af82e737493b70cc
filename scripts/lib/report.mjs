// How the command line shows a run: a progress bar while it goes, a leaderboard and the verdict at its end.

/** @typedef {{ stage: string, done: number, total: number, rate: number, eta: number | null }} Progress */
/** @typedef {{ index: number, state: string, value: number | null, epochs: number, params: Record<string, unknown>, error?: string }} Trial */
/**
 * @typedef {object} Report
 * @property {string} title
 * @property {string} metric
 * @property {string} state
 * @property {string} executor
 * @property {string} backend
 * @property {number} workers
 * @property {number} seconds
 * @property {string | null} digest
 * @property {boolean | null} reproduced
 * @property {string} verdict
 * @property {Trial[]} trials best first
 * @property {string[]} notes
 * @property {string[]} summary what a validation came to
 */

let lastShown = '';

/**
 * @param {Progress} progress
 * @param {boolean} live whether the line may be drawn over
 */
export function progressLine({ stage, done, total, rate, eta }, live) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const bar = '#'.repeat(Math.round(share * 24)).padEnd(24, '.');
  const pace = rate > 0 ? `  ${rate.toPrecision(3)}/s` : '';
  const left = eta === null ? '' : `  ${eta < 90 ? `${Math.ceil(eta)} s` : `${Math.ceil(eta / 60)} min`} left`;
  const line = `${stage} [${bar}] ${done} of ${total}${pace}${left}`;
  if (live) return `\r${line.padEnd(90)}`;
  // In a log, one line per tenth of the way.
  const mark = `${stage} ${Math.floor(share * 10)}`;
  if (mark === lastShown) return '';
  lastShown = mark;
  return `${line}\n`;
}

const figure = (/** @type {unknown} */ value) =>
  typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(4))) : String(value);

/** @param {Report} report */
export function leaderboard(report) {
  const head = ['rank', 'trial', report.metric, 'epochs', 'state', 'parameters'];
  const rows = report.trials.slice(0, 20).map((trial, rank) => [
    String(rank + 1),
    String(trial.index),
    trial.value === null ? '-' : trial.value.toFixed(5),
    String(trial.epochs),
    trial.state,
    trial.error ??
      Object.entries(trial.params)
        .map(([path, value]) => `${path}=${figure(value)}`)
        .join(' '),
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (i === 5 ? 0 : row[i].length))));
  const table = [head, ...rows].map((row) =>
    row.map((cell, i) => (i === 5 ? cell : cell.padEnd(widths[i]))).join('  '),
  );
  const more = report.trials.length > 20 ? [`... and ${report.trials.length - 20} more`] : [];
  return [
    report.title,
    ...table,
    ...more,
    ...report.summary,
    ...report.notes.map((note) => `note: ${note}`),
    `${report.executor} (${report.backend}), ${report.workers} worker${report.workers === 1 ? '' : 's'}, ${report.seconds.toFixed(1)} s`,
    `digest ${report.digest ?? '-'}`,
    report.verdict,
  ].join('\n');
}
