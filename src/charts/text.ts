// How wide text is before it is drawn, so that names in a row stand beside their marks. Read off the bundled sans, whose
// numbers all have one width; other letters count as usual ones.

/** Advance widths of the characters from the space to the tilde, in hundredths of the size. */
const widths = [
  20, 29, 43, 50, 50, 82, 61, 25, 30, 30, 42, 50, 25, 31, 25, 35, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 25, 25, 50,
  50, 50, 42, 85, 54, 59, 57, 61, 53, 49, 62, 65, 26, 48, 58, 49, 73, 65, 66, 57, 66, 57, 53, 54, 64, 51, 79, 51, 48,
  54, 30, 35, 30, 50, 50, 54, 50, 55, 46, 55, 50, 29, 50, 54, 25, 25, 49, 25, 83, 55, 54, 55, 55, 35, 42, 34, 54, 47,
  72, 45, 47, 42, 30, 24, 30, 50,
];

/** In CSS pixels. */
export function textWidth(text: string, size = 11): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += widths[text.charCodeAt(i) - 32] ?? 55;
  return (sum * size) / 100;
}
