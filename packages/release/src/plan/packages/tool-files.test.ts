import { describe, expect, it } from 'vitest';
import { readRepository } from '../../manifest/index.ts';
import { checkToolFiles } from '../index.ts';

const listing = ['nx.json', 'package.json', 'package-lock.json', 'src/lib.rs', 'web/nx.json'];

function check(more: string, file = 'Cargo.toml') {
  const text = `[package]\nname = "tide"\nversion = "0.1.0"\npublish = ["crates-io"]\n${more}`;
  const texts = new Map([[file, text]]);
  return checkToolFiles(readRepository(texts), texts, listing);
}

describe('what only npm and Nx need', () => {
  it('SLW246: is packed into a crate at the root, with one line that mends it', () => {
    const [found, ...others] = check('');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'SLW246',
      severity: 'warning',
      file: 'Cargo.toml',
      line: 2,
    });
    expect(found?.remedy).toContain(
      'exclude = ["/nx.json", "/package.json", "/package-lock.json"]',
    );
  });

  it.each([
    'exclude = ["/nx.json", "package*.json"]',
    'exclude = ["*.json"]',
    'exclude = ["**/*.json"]',
    'include = ["/src", "src/**/*", "*.md"]',
    'include = ["src", "nx.json", "/package.json", "/package-lock.json"]',
  ])('is not packed, or meant: %s', (line) => {
    expect(check(line)).toEqual([]);
  });

  it.each(['include = ["**/*"]', 'include = ["*"]', 'exclude = ["/web/*.json", "*", "!*.json"]'])(
    'SLW246: is packed all the same: %s',
    (line) => {
      expect(check(line)).toHaveLength(1);
    },
  );

  it('is the matter of who wrote it anywhere else', () => {
    expect(check('', 'web/Cargo.toml')).toEqual([]);
  });
});
