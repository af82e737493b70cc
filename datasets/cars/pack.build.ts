import { numbers, strings } from '../columns';
import { isoDay, numeric, text, type PackTable } from '../source.build';

export const packCars: PackTable = async (source) => {
  const rows = await source.vega('cars.json');
  const measures = ['Miles_per_Gallon', 'Cylinders', 'Displacement', 'Horsepower', 'Weight_in_lbs', 'Acceleration'];
  return [
    strings(
      'Name',
      rows.map((row) => text(row.Name)),
      'text',
    ),
    ...measures.map((name) =>
      numbers(
        name,
        rows.map((row) => numeric(row[name])),
      ),
    ),
    numbers(
      'Year',
      rows.map((row) => isoDay(row.Year)),
      'date',
    ),
    strings(
      'Origin',
      rows.map((row) => text(row.Origin)),
    ),
  ];
};
