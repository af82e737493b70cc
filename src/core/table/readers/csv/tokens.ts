// Text to rows of cells. Quoted text goes through Papa Parse, chunk by chunk; columns separated by runs of blanks,
// which it does not know, are split here.
import Papa from 'papaparse';

export interface TokenOptions {
  /** One character; ' ' stands for any run of blanks and tabs. */
  readonly delimiter: string;
  /** Whether " opens a quoted cell. */
  readonly quotes: boolean;
}
export type Rows = readonly (readonly string[])[];

/** A row longer than this is a quote that was never closed. */
const longestRow = 1 << 24;

/** Thrown inside when a quote was never closed; the reader starts again without quotes. */
export class QuoteNeverClosed extends Error {}

/** Cuts text into rows as it arrives; the unfinished last row waits for more. */
export class Tokenizer {
  private rest = '';
  private readonly parser: Papa.Parser;
  private readonly tidy: (text: string) => string;

  constructor(private readonly options: TokenOptions) {
    const { delimiter, quotes } = options;
    this.tidy = quotes ? withoutPadding(delimiter) : (text) => text;
    this.parser = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '"', fastMode: quotes ? undefined : true });
  }

  push(text: string): Rows {
    if (this.options.delimiter === ' ') return this.pushBlanks(text);
    const all = this.tidy(this.rest === '' ? text : this.rest + text);
    const result = this.parser.parse(all, 0, true) as Papa.ParseResult<string[]>;
    this.rest = all.slice(result.meta.cursor);
    if (this.rest.length > longestRow && this.options.quotes) throw new QuoteNeverClosed();
    return result.data;
  }

  /** The last row, when the text does not end with a line end. */
  finish(): Rows {
    const { rest } = this;
    this.rest = '';
    if (rest === '') return [];
    if (this.options.delimiter === ' ') return splitBlanks([rest]);
    const result = this.parser.parse(rest, 0, false) as Papa.ParseResult<string[]>;
    if (this.options.quotes && result.errors.some((error) => error.code === 'MissingQuotes')) {
      throw new QuoteNeverClosed();
    }
    return result.data;
  }

  private pushBlanks(text: string): Rows {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    return splitBlanks(lines);
  }
}

/**
 * Some files put blanks around their quotes (`1, "a, b" ,2`), which Papa Parse takes for part of the cell. They are
 * removed where a quote opens or closes a cell; doubled quotes, and so quoted text itself, stay as they are.
 */
function withoutPadding(delimiter: string): (text: string) => string {
  const d = `\\x${delimiter.charCodeAt(0).toString(16).padStart(2, '0')}`;
  const opening = new RegExp(`${d} +"(?!["\\n${d}]|$)`, 'g');
  const closing = new RegExp(`(?<!")" +(?=[\\n${d}])`, 'g');
  let padded = false;
  return (text) => {
    padded ||= text.search(opening) >= 0;
    return padded ? text.replace(opening, `${delimiter}"`).replace(closing, '"') : text;
  };
}

const blankSeparated = /"((?:[^"]|"")*)"|\S+/g;

function splitBlanks(lines: readonly string[]): Rows {
  return lines.map((line) => {
    if (!line.includes('"')) {
      const trimmed = line.trim();
      return trimmed === '' ? [''] : trimmed.split(/[ \t]+/);
    }
    return Array.from(line.matchAll(blankSeparated), ([all, quoted]) => quoted?.replaceAll('""', '"') ?? all);
  });
}

/** The rows of a sample; the last one is left out when the sample was cut from more. */
export function sampleRows(text: string, options: TokenOptions, cut: boolean): Rows {
  const tokenizer = new Tokenizer(options);
  const rows = tokenizer.push(text);
  return cut && rows.length > 0 ? rows : [...rows, ...tokenizer.finish()];
}

/** An empty line. */
export const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0].trim() === '';
