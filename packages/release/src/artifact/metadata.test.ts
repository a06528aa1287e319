import { describe, expect, it } from 'vitest';
import { nowhere } from '../finding/index.ts';
import { checkMetadata } from './metadata-rules.ts';
import { fieldValues, parseMetadata } from './metadata.ts';

describe('reading', () => {
  it('keeps folded lines, repeated fields and the body', () => {
    const metadata = parseMetadata(
      'Metadata-Version: 2.4\r\nName:rocket\nLicense: one\n  two\n\tthree\nClassifier: a\nClassifier : b: c\n\nBody: x\n\n y\n',
    );
    expect(metadata.name).toBe('rocket');
    expect(metadata.metadataVersion).toBe('2.4');
    expect(fieldValues(metadata, 'license')).toEqual(['one\n  two\n\tthree']);
    expect(fieldValues(metadata, 'classifier')).toEqual(['a', 'b: c']);
    expect(metadata.description).toBe('Body: x\n\n y\n');
  });

  it('takes the description from the header when there is no body', () => {
    expect(parseMetadata('Name: a\nDescription: text\n').description).toBe('text');
  });

  it('has no description for an empty body', () => {
    expect(parseMetadata('Name: a\n\n').description).toBeNull();
  });

  it('begins the body at a line that is no header', () => {
    expect(parseMetadata('Name: a\nno header\n').description).toBe('no header\n');
  });
});

describe('SLW235: what PyPI refuses', () => {
  const said = (lines: string, version = '2.4') =>
    checkMetadata(
      parseMetadata(`Metadata-Version: ${version}\nName: a\nVersion: 1\n${lines}\n`),
      nowhere,
    ).map(({ code, message }) => `${code} ${message}`);

  it.each([
    ['Summary: one\n  two', 'summary: it has more than one line'],
    [`Summary: ${'x'.repeat(513)}`, 'summary: it has 513 characters'],
    [
      'Requires-Dist: foo @ git+https://example.org/foo',
      'requires-dist: "Can\'t have direct dependency',
    ],
    ['Requires-Dist: foo[bar]@https://example.org', 'requires-dist:'],
    ['Project-URL: https://example.org', 'project-url: https://example.org has no URL'],
    [`Project-URL: ${'x'.repeat(33)}, https://example.org`, 'project-url: the label'],
    ['License: MIT\nLicense-Expression: MIT', 'license: it is deprecated'],
    ['Classifier: Private :: Do Not Upload', 'classifier: Private'],
    ['Description-Content-Type: text/html', 'description-content-type: text/html'],
    ['Wibble: x', 'wibble: PyPI and twine do not know this field'],
    ['Name: b', 'name: it is there more than once'],
    ['Import-Name: a', 'import-name: introduced in metadata version 2.5, not 2.4'],
  ])('%s', (lines, message) => {
    const [first, ...rest] = said(lines);
    expect(first).toContain(`SLW235 ${message}`);
    expect(rest).toEqual([]);
  });

  it('a missing name or version', () => {
    const check = (text: string) =>
      checkMetadata(parseMetadata(text), nowhere).map(({ code }) => code);
    expect(check('Metadata-Version: 2.1\nName: a\n')).toEqual(['SLW235']);
    expect(check('Metadata-Version: 2.1\n')).toEqual(['SLW235', 'SLW235']);
  });

  it.each([
    "Requires-Dist: tomli>=1; python_version < '3.11' and extra == 'a@b'",
    'Author-email: A <a@example.org>\nKeywords: a,b\nProvides-Extra: x\nDynamic: version',
    'Project-URL: Docs, https://example.org/a,b',
    'Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM',
  ])('but not %s', (lines) => {
    expect(said(lines)).toEqual([]);
  });

  it('SLW232: another metadata version, alone', () => {
    expect(said('Wibble: x', '3.0').map((text) => text.slice(0, 6))).toEqual(['SLW232']);
  });
});
