import { describe, expect, it } from 'vitest';
import { excludeToolFiles } from './index.ts';

const files = ['nx.json', 'package.json', 'src', 'README.md'];
const head = '[package]\nname = "tide"\n';
const list = '"/nx.json", "/package.json"';

describe('what npm and Nx need is excluded', () => {
  it.each([
    ['in a new line', `${head}\n[lib]\n`, `${head}exclude = [${list}]\n\n[lib]\n`],
    ['without a last line end', '[package]\nname = "tide"', `${head}exclude = [${list}]\n`],
    [
      'with CRLF',
      '[package]\r\nname = "t"\r\n',
      `[package]\r\nname = "t"\r\nexclude = [${list}]\r\n`,
    ],
    [
      'behind others',
      `${head}exclude = ["/ci", '*.csv'] # ours\n`,
      `${head}exclude = ["/ci", '*.csv', ${list}] # ours\n`,
    ],
    [
      'in lines',
      `${head}exclude = [\n  "/ci", # ours\n]\n`,
      `${head}exclude = [\n  "/ci", # ours\n  "/nx.json",\n  "/package.json",\n]\n`,
    ],
    [
      'in lines without a last comma',
      `${head}exclude = [\n  "/ci" # ours\n]\n`,
      `${head}exclude = [\n  "/ci", # ours\n  "/nx.json",\n  "/package.json"\n]\n`,
    ],
    ['in an empty list', `${head}exclude = []\n`, `${head}exclude = [${list}]\n`],
    ['but for what is', `${head}exclude = ["/*.json"]\n`, `${head}exclude = ["/*.json"]\n`],
    ['not beside include', `${head}include = ["/src"]\n`, `${head}include = ["/src"]\n`],
    ['not in what is no package', '[workspace]\n', '[workspace]\n'],
    [
      'not where the list is a riddle',
      `${head}exclude = ["""a"""]\n`,
      `${head}exclude = ["""a"""]\n`,
    ],
    ['not in what is no TOML', '[package\n', '[package\n'],
  ])('%s', (_, text, next) => {
    expect(excludeToolFiles(text, files)).toBe(next);
    expect(excludeToolFiles(next, files)).toBe(next);
  });
});
