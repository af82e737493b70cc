// Columns with so many categories that one-hot encoding makes a wide, thin table of them; the rarest share one column.
import { finding, type CheckDef, type Finding } from './check';

const many = 50;

export const manyCategories: CheckDef = {
  name: 'many-categories',
  label: 'Many categories',
  run({ features, rows, config }) {
    const found: Finding[] = [];
    for (const { name, type, data } of features) {
      if (type !== 'categorical' || data.kind !== 'dict') continue;
      const recipe = config?.columns && Object.hasOwn(config.columns, name) ? config.columns[name] : undefined;
      const levels = new Set(data.codes).size - (data.codes.includes(-1) ? 1 : 0);
      if (levels <= many || recipe?.encode) continue;
      const details = { column: name, levels, each: Number((rows / levels).toPrecision(2)) };
      const fixes = [
        { kind: 'encode', column: name, type: 'target' },
        { kind: 'exclude', columns: [name] },
      ] as const;
      found.push(finding('check-many-categories', { severity: 'info', details, columns: [name], fixes }));
    }
    return Promise.resolve(found);
  },
};
