// What a data set is to the lab: a card that says where it comes from and what to learn, and a way to get its table.
// Cards are light and may be shown anywhere; tables are loaded or generated on demand (see load.ts).
import type { Fields } from '$core/fields/field';
import type { Task } from '$core/table/types';

interface CardBase {
  /** What a lab's data reference names. Never reused for other content. */
  readonly id: string;
  readonly label: string;
  /** What it holds and why it is worth a look, in two sentences. */
  readonly summary: string;
  readonly source: string;
  /** Where the source lives, for a link that the person may follow. */
  readonly sourceUrl?: string;
  readonly licence: string;
  readonly task: Task;
  readonly target: string;
  /** Columns that give the target away or say nothing about it. */
  readonly exclude: readonly string[];
  readonly rows: number;
  readonly columns: number;
  /** Content hash (see core/table); of a generated set, at its default options and seed 1. */
  readonly sha256: string;
}

export interface BundledCard extends CardBase {
  readonly kind: 'bundled';
}

export interface GeneratedCard extends CardBase {
  readonly kind: 'generated';
  /** Its options: size, noise and what is its own. Rows and columns above hold at the defaults. */
  readonly fields: Fields;
}

export type DatasetCard = BundledCard | GeneratedCard;
