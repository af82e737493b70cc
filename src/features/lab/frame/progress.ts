// Progress in words: for the job bar, the tab title and the live region.
import type { Progress } from '$core/run/types';

/** `40 s`, `2 min 5 s`, `1 h 12 min`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 1) return '< 1 s';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return s % 60 ? `${Math.floor(s / 60)} min ${s % 60} s` : `${s / 60} min`;
  const minutes = Math.round(s / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `12.4/s`, `3.1/min`; empty while unknown. */
export function rateText(rate: number): string {
  if (!(rate > 0)) return '';
  if (rate >= 100) return `${Math.round(rate)}/s`;
  if (rate >= 1) return `${rate.toFixed(1)}/s`;
  return `${(rate * 60).toFixed(1)}/min`;
}

/** 0 to 1; null while the total is unknown. */
export const shareOf = (progress: Progress | null): number | null =>
  progress && progress.total > 0 ? Math.min(1, (progress.done + (progress.part ?? 0)) / progress.total) : null;

/** The tenth that a share has reached, for announcements at 10 % steps. */
export const tenth = (share: number | null): number => (share === null ? 0 : Math.floor(share * 10 + 1e-9));
