import { numbers, strings } from '../columns';
import { numeric, text, type PackTable } from '../source.build';

/** "2001/01/01 00:47" as milliseconds, the local time of departure taken as UTC. */
function departure(value: unknown): number {
  const [year, month, day, hour, minute] = String(value).split(/\D/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

export const packFlights20k: PackTable = async (source) => {
  const rows = await source.vega('flights-20k.json');
  return [
    numbers(
      'date',
      rows.map((row) => departure(row.date)),
      'date',
    ),
    numbers(
      'delay',
      rows.map((row) => numeric(row.delay)),
    ),
    numbers(
      'distance',
      rows.map((row) => numeric(row.distance)),
    ),
    strings(
      'origin',
      rows.map((row) => text(row.origin)),
    ),
    strings(
      'destination',
      rows.map((row) => text(row.destination)),
    ),
  ];
};
