// Number features that say nearly the same. The fix keeps the first of each group.
import { pearson } from '../stats/correlation';
import { correlatedGroups } from '../stats/groups';
import { sampleColumn } from '../table/look';
import { finding, type CheckDef } from './check';

const limit = 0.95;
const rowLimit = 50_000;
const mostColumns = 100;

export const correlated: CheckDef = {
  name: 'correlated',
  label: 'High correlation',
  async run({ measured, pause }) {
    const { features } = measured();
    const numbers = features.flatMap((column) => {
      const { data } = sampleColumn(column, rowLimit);
      return data.kind === 'number' ? [{ name: column.name, values: data.values }] : [];
    });
    const kept = numbers.slice(0, mostColumns);
    const size = kept.length;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      await pause();
      for (let j = i + 1; j < size; j++) {
        matrix[i * size + j] = matrix[j * size + i] = pearson(kept[i].values, kept[j].values);
      }
    }
    return correlatedGroups(matrix, size, limit).map((group) => {
      const names = group.map((i) => kept[i].name);
      const quoted = names.map((name) => `"${name}"`);
      const details = { names: `${quoted.slice(0, -1).join(', ')} and ${quoted[quoted.length - 1]}`, limit };
      const fix = { kind: 'exclude', columns: names.slice(1) } as const;
      return finding('check-correlated', { severity: 'info', details, columns: names, fixes: [fix] });
    });
  },
};
