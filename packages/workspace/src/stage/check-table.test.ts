import { checked, notChecked } from '@slipway/release/finding';
import { expect, it } from 'vitest';
import { checkTable } from './check-table.ts';

it('what an index names does not steer the terminal', () => {
  const rows = [
    checked('PyPI', 'tide\u001b[2J.whl imports', []),
    notChecked('PyPI', 'tide.whl imports', 'evil\u0007.whl might be taken along'),
  ];
  const table = checkTable(rows, (_, text) => text);
  expect(table).toContain('tide\\x1b[2J.whl imports');
  expect(table).toContain('evil\\x07.whl might be taken along');
});
