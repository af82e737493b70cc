// Live progress of a lab for the other tabs, which show it read-only. Lost messages do no harm: what counts is in the
// journal. A no-op where BroadcastChannel is missing.
import type { RunUpdate } from '$core/run/types';

export interface LabMessage {
  /** The study worker that sent it, so that its own page can leave it out. */
  readonly sender: string;
  readonly run: string;
  readonly updates: readonly RunUpdate[];
}

const nameOf = (labId: string) => `tablab:lab:${labId}`;

export interface LabChannel {
  send(message: LabMessage): void;
  close(): void;
}

export function openLabChannel(labId: string): LabChannel {
  if (typeof BroadcastChannel === 'undefined') return { send: () => {}, close: () => {} };
  const channel = new BroadcastChannel(nameOf(labId));
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}

/** Calls `on` for messages about a lab from anywhere else in this browser; returns how to stop. */
export function watchLab(labId: string, on: (message: LabMessage) => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(nameOf(labId));
  channel.onmessage = (event: MessageEvent<LabMessage>) => on(event.data);
  return () => channel.close();
}
