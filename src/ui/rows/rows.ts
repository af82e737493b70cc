/** A column by which rows are sorted. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface GridColumn {
  readonly name: string;
  /** Numbers stand at the end of their cell. */
  readonly numeric: boolean;
  /** Marked in the head, as what was not in the data, and in its cells too. */
  readonly marked?: boolean;
  readonly strong?: boolean;
}
