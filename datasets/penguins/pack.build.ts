import { numbers, strings } from '../columns';
import { numeric, text, type PackTable } from '../source.build';

/** A sex noted as "." was not determined: missing. */
const sex = (value: unknown) => (value === '.' ? null : text(value));

export const packPenguins: PackTable = async (source) => {
  const rows = await source.vega('penguins.json');
  const measures = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)'];
  return [
    strings(
      'Species',
      rows.map((row) => text(row.Species)),
    ),
    strings(
      'Island',
      rows.map((row) => text(row.Island)),
    ),
    ...measures.map((name) =>
      numbers(
        name,
        rows.map((row) => numeric(row[name])),
      ),
    ),
    strings(
      'Sex',
      rows.map((row) => sex(row.Sex)),
    ),
  ];
};
