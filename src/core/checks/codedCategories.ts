// Number columns whose few values are codes of categories by their name: race 1 to 3, weather 1 to 4. As numbers a model
// is told that 3 is more than 1.
import { finding, named, type CheckDef } from './check';

const mostLevels = 12;
const codeName =
  /(?:^|[_\s.(-])(?:race|ethnicity|ethnic|sex|gender|religion|marital|marital_status|region|state|country|season|weather|weathersit|zone|area code|occupation|job|industry|sector|colou?r|brand|model|type|kind|category|cat|group|cluster|code|rx|trt|treatment|arm|site|hospital|clinic|origin|department|dept|division|channel|method|mode)(?:$|[_\s.)=,(-])/i;

export const codedCategories: CheckDef = {
  name: 'coded',
  label: 'Categories coded as numbers',
  run({ features }) {
    const coded = features.filter(({ name, type, data }) => {
      if (type !== 'numeric' || data.kind !== 'number' || !codeName.test(name)) return false;
      const levels = new Set<number>();
      for (const value of data.values) {
        if (value !== value) continue;
        if (!Number.isInteger(value)) return false;
        if (levels.add(value).size > mostLevels) return false;
      }
      return levels.size > 1;
    });
    if (coded.length === 0) return Promise.resolve([]);
    const names = coded.map(({ name }) => name);
    const fixes = coded.slice(0, 4).map(({ name }) => ({ kind: 'type', column: name, type: 'categorical' }) as const);
    const details = { names: named(names) };
    return Promise.resolve([finding('check-coded', { severity: 'info', details, columns: names, fixes })]);
  },
};
