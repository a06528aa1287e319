import { expect, it } from 'vitest';
import { addEntry } from './document.ts';
import { dependencyNotes } from './sections.ts';

const nothing = '## 0.2.1 (2026-11-20)\n\nNo commit since v0.2.0 is marked as a feature.\n';

it('a release that only a dependency asked for says so, in both styles', () => {
  const notes = dependencyNotes(nothing, 'tide-core', '2.0.0');
  expect(notes).toBe('## 0.2.1 (2026-11-20)\n\n### Dependencies\n\n* requires tide-core 2.0.0\n');
  const entry = {
    version: '0.2.1',
    date: '2026-11-20',
    from: 'v0.2.0',
    repositoryUrl: null,
    notes,
  };
  expect(addEntry(null, entry)).toContain('### Dependencies\n\n* requires tide-core 2.0.0\n');
  expect(addEntry(null, entry, 'keep-a-changelog')).toContain('- requires tide-core 2.0.0');
});
