import { numbers } from '../columns';
import { numeric, type PackTable } from '../source.build';

export const packFlights200k: PackTable = async (source) => {
  const rows = await source.vega('flights-200k.json');
  return ['delay', 'distance', 'time'].map((name) =>
    numbers(
      name,
      rows.map((row) => numeric(row[name])),
    ),
  );
};
