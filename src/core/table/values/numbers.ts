// Numbers as people write them. A style is settled per column from all its values, never guessed cell by cell:
// "1,234" is a thousand in one file and a fraction in another.

/** What separates the fraction, and what groups thousands (none: ''). */
export interface NumberStyle {
  readonly decimal: '.' | ',';
  readonly thousands: '' | ',' | '.' | ' ' | "'";
}
export const plainStyle: NumberStyle = { decimal: '.', thousands: '' };

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number in plain notation, or NaN. Stricter than Number(): no hexadecimal, no blanks, no "Infinity". */
export function parsePlain(cell: string): number {
  const value = +cell;
  // Number() is right on whatever starts like a number and has no letter but an exponent.
  if (value !== value || cell.length === 0) return NaN;
  const second = cell.charCodeAt(1) | 0x20;
  if (second === 0x78 || second === 0x6f || second === 0x62) return NaN; // 0x, 0o, 0b
  const last = cell.charCodeAt(cell.length - 1);
  const first = cell.charCodeAt(0);
  // Ends in a digit or a point, starts with a digit, sign or point: no blanks around, not a word.
  if (!((last >= 48 && last <= 57) || last === 46) || first <= 32 || first > 57) return NaN;
  return value;
}

const groups: Readonly<Record<string, RegExp>> = {
  ',': /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/,
  '.': /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/,
  ' ': /^[+-]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d*)?$/,
  "'": /^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?:[.,]\d*)?$/,
};
const separators: Readonly<Record<string, RegExp>> = {
  ',': /,/g,
  '.': /\./g,
  ' ': /[ \u00a0\u202f]/g,
  "'": /['\u2019]/g,
};
const commaDecimal = /^[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?$/;

/** The number in a given style, or NaN. Whole numbers without separators belong to every style. */
export function parseStyled(cell: string, style: NumberStyle): number {
  if (style.decimal === '.' && style.thousands === '') return parsePlain(cell);
  let text = cell;
  if (style.thousands !== '' && groups[style.thousands].test(text)) {
    text = text.replace(separators[style.thousands], '');
  } else if (style.decimal === ',' && text.includes('.')) return NaN;
  if (style.decimal === ',') text = text.replace(',', '.');
  return parsePlain(text);
}

/** Settles the style of one file: what its unambiguous numbers prove. */
export class StyleEvidence {
  private pointDecimal = 0;
  private commaDecimal = 0;
  private commaGroups = 0;
  private pointGroups = 0;
  private spaceGroups = 0;
  private quoteGroups = 0;
  private eitherComma = 0;
  private eitherPoint = 0;

  /** Looks at one trimmed cell. */
  see(cell: string): void {
    const comma = cell.indexOf(',');
    if (comma < 0) {
      if (groups['.'].test(cell)) {
        // One group may be an ordinary fraction with three digits; two groups cannot be, and no group begins with 0.
        if (cell.indexOf('.') !== cell.lastIndexOf('.')) this.pointGroups++;
        else if (/^[+-]?0/.test(cell)) this.pointDecimal++;
        else this.eitherPoint++;
      } else if (groups[' '].test(cell)) this.spaceGroups++;
      else if (groups["'"].test(cell)) this.quoteGroups++;
      else if (cell.includes('.') && plain.test(cell)) this.pointDecimal++;
      return;
    }
    if (groups[','].test(cell)) {
      if (cell.includes('.') || comma !== cell.lastIndexOf(',')) this.commaGroups++;
      else if (/^[+-]?0/.test(cell)) this.commaDecimal++;
      else this.eitherComma++;
    } else if (groups['.'].test(cell)) {
      this.pointGroups++;
      this.commaDecimal++;
    } else if (groups[' '].test(cell) || groups["'"].test(cell)) {
      this.commaDecimal++;
      if (/['\u2019]/.test(cell)) this.quoteGroups++;
      else this.spaceGroups++;
    } else if (commaDecimal.test(cell)) this.commaDecimal++;
  }

  /**
   * The style, or null when it stays ambiguous. `commaSeparates`: the file's cells are separated by commas, so that
   * a comma inside a number is far more likely to group thousands. `file`: what the rest of the file proves; where
   * fractions have commas, a point before three digits groups thousands.
   */
  style(commaSeparates: boolean, file: NumberStyle = plainStyle): NumberStyle | null {
    if (this.commaDecimal > 0 && this.commaGroups > 0) return null;
    if (this.commaDecimal > 0) {
      const thousands = this.pointGroups > 0 ? '.' : this.spaceGroups > 0 ? ' ' : this.quoteGroups > 0 ? "'" : '';
      return { decimal: ',', thousands };
    }
    if (this.commaGroups > 0) return { decimal: '.', thousands: ',' };
    if (this.pointGroups > 0) return { decimal: ',', thousands: '.' };
    if (this.eitherComma > 0) {
      if (this.pointDecimal > 0 || commaSeparates) return { decimal: '.', thousands: ',' };
      return { decimal: ',', thousands: '' };
    }
    if (this.quoteGroups > 0) return { decimal: '.', thousands: "'" };
    if (this.spaceGroups > 0) return { decimal: '.', thousands: ' ' };
    if (this.eitherPoint > 0 && this.pointDecimal === 0 && file.decimal === ',')
      return { decimal: ',', thousands: '.' };
    return plainStyle;
  }
}
