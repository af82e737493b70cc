// Columns left out from here on: those that steps before were made of and that no feature should be.
import { columnNamed, withColumns } from '../columns';
import { deriveStep } from '../derive';

export const dropColumns = deriveStep({
  type: 'dropColumns',
  label: 'Leave out columns',
  help: 'What steps before made of them stays.',
  group: 'clean',
  takes: 'any',
  named: 'leave out',
  fields: {},
  fit: ({ columns }) => ({ columns }),
  apply: ({ columns }: { readonly columns: readonly string[] }, table) => {
    for (const name of columns) columnNamed(table, name);
    return withColumns(table, [], new Set(columns));
  },
});
