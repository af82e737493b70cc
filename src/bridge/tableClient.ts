// The page's view of the table worker: all of TableApi, with AbortSignals where work is long.
import { TablabError } from '$core/errors/error';
import { Link, type WorkerLike } from '$workers/lib/link';
import type { TableApi } from '$workers/table.api';
import { abortable } from './abort';

export type {
  BundledCard,
  DatasetCard,
  GeneratedCard,
  ImportOptions,
  ImportResult,
  Inspected,
  InspectedLab,
  Labelled,
  RowPage,
} from '$workers/table.api';

type Long<Method extends (...args: never[]) => unknown> = (
  ...args: [...Parameters<Method>, signal?: AbortSignal]
) => ReturnType<Method>;

/** The methods of TableApi; importing and inspecting ones take an AbortSignal as last argument and reject with `aborted`. */
export interface TableClient extends Omit<
  TableApi,
  | 'importFiles'
  | 'importText'
  | 'importUrl'
  | 'ensure'
  | 'cancel'
  | 'look'
  | 'check'
  | 'baselines'
  | 'suspects'
  | 'keepLabelled'
  | 'writeOut'
  | 'stopInspecting'
  | 'arrange'
  | 'stopArranging'
> {
  importFiles: Long<TableApi['importFiles']>;
  importText: Long<TableApi['importText']>;
  importUrl: Long<TableApi['importUrl']>;
  ensure: Long<TableApi['ensure']>;
  arrange: Long<TableApi['arrange']>;
  look: Long<TableApi['look']>;
  check: Long<TableApi['check']>;
  baselines: Long<TableApi['baselines']>;
  suspects: Long<TableApi['suspects']>;
  keepLabelled: Long<TableApi['keepLabelled']>;
  writeOut: Long<TableApi['writeOut']>;
  /** Ends the worker at once; pending calls reject with `aborted`. */
  terminate(): void;
}

const spawnTable = (name: string): WorkerLike =>
  new Worker(new URL('../../workers/table.worker.ts', import.meta.url), { type: 'module', name });

export function createTableClient(spawn = spawnTable): TableClient {
  const link = new Link<TableApi>({ label: 'table', spawn });
  const cancel = { cooperative: () => link.call('cancel', []), hard: (error: TablabError) => link.terminate(error) };
  // Never ends the worker: an import may be going on in it, and a look pauses at every column.
  const stop = { cooperative: () => link.call('stopInspecting', []), hard: () => undefined };
  const stopArranging = { cooperative: () => link.call('stopArranging', []), hard: () => undefined };
  return {
    importFiles: (files, options, on, signal) =>
      abortable(() => link.call('importFiles', [files, options, on]), signal, cancel),
    importText: (text, name, options, on, signal) =>
      abortable(() => link.call('importText', [text, name, options, on]), signal, cancel),
    importUrl: (url, options, on, signal) =>
      abortable(() => link.call('importUrl', [url, options, on]), signal, cancel),
    ensure: (ref, on, signal) => abortable(() => link.call('ensure', [ref, on]), signal, cancel),
    cards: () => link.call('cards', []),
    retype: (...args) => link.call('retype', args),
    propose: (...args) => link.call('propose', args),
    rows: (...args) => link.call('rows', args),
    rowsAt: (...args) => link.call('rowsAt', args),
    pick: (...args) => link.call('pick', args),
    arrange: (what, on, signal) => abortable(() => link.call('arrange', [what, on]), signal, stopArranging),
    sample: (...args) => link.call('sample', args),
    image: (...args) => link.call('image', args),
    histogram: (...args) => link.call('histogram', args),
    prepared: (...args) => link.call('prepared', args),
    inputs: (...args) => link.call('inputs', args),
    features: (...args) => link.call('features', args),
    detail: (...args) => link.call('detail', args),
    tally: (...args) => link.call('tally', args),
    look: (what, on, signal) => abortable(() => link.call('look', [what, on]), signal, stop),
    check: (what, on, signal) => abortable(() => link.call('check', [what, on]), signal, stop),
    baselines: (sha256, lab, part, on, signal) =>
      abortable(() => link.call('baselines', [sha256, lab, part, on]), signal, stop),
    labelled: (...args) => link.call('labelled', args),
    keepLabelled: (sha256, labels, on, signal) =>
      abortable(() => link.call('keepLabelled', [sha256, labels, on]), signal, cancel),
    writeOut: (sha256, column, on, signal) =>
      abortable(() => link.call('writeOut', [sha256, column, on]), signal, cancel),
    suspects: (sha256, lab, options, on, signal) =>
      abortable(() => link.call('suspects', [sha256, lab, options, on]), signal, stop),
    terminate: () => link.terminate(new TablabError('aborted')),
  };
}
