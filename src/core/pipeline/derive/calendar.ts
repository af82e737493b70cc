// Dates from milliseconds since 1970 UTC, without the platform's Date: exact for every year that a table can hold.

/** Whole days since 1970-01-01. */
export const dayNumber = (ms: number): number => Math.floor(ms / 86_400_000);

/** Proleptic Gregorian date of a day since 1970-01-01 (H. Hinnant, civil_from_days). Month and day from 1. */
export function civil(day: number): { year: number; month: number; day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const ofEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * ofYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: ofYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Monday 0 to Sunday 6. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** 1 to 366. */
export function dayOfYear(day: number): number {
  const { year, month, day: ofMonth } = civil(day);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1];
  return before + ofMonth + (leap && month > 2 ? 1 : 0);
}

/** ISO 8601 week, 1 to 53: weeks start on Monday, the first holds the year's first Thursday. */
export function isoWeek(day: number): number {
  const thursday = day - weekday(day) + 3;
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** Hours, minutes, seconds of the day, each a whole number. */
export function clock(ms: number): { hour: number; minute: number; second: number } {
  const rest = Math.floor((ms - dayNumber(ms) * 86_400_000) / 1000);
  return { hour: Math.floor(rest / 3600), minute: Math.floor(rest / 60) % 60, second: rest % 60 };
}
