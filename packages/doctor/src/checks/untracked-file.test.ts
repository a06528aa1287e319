import { describe, expect, it } from 'vitest';
import { check, places } from './checked.fixture.ts';

function job(steps: string, more = ''): string {
  return `jobs:\n  a:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps.replace(/^/gm, '      ')}\n`;
}

describe('a file that is not tracked (SLW603)', () => {
  const checkout = '- uses: actions/checkout@v4\n';
  const read = (steps: string, listing: readonly string[] = [], more = '') =>
    places('SLW603', { a: `on: push\n${job(checkout + steps, more)}` }, listing);

  it('is found, with the one that was probably meant', () => {
    const steps =
      '- run: |\n    v=$(grep "^version" pyproject.toml | head -1)\n    [ "$v" = 1 ] || exit 1';
    const found = check({ a: `on: push\n${job(checkout + steps)}` }, ['python/pyproject.toml']);
    expect(found).toMatchObject([{ code: 'SLW603', line: 8, severity: 'warning' }]);
    expect(found[0]!.remedy).toContain('python/pyproject.toml');
    expect(read(steps, ['pyproject.toml'])).toEqual([]);
  });

  it.each([
    ['- run: cat Cargo.toml'],
    ['- run: cd python && sed -n 1p Cargo.toml'],
    ['- { run: cat Cargo.toml, working-directory: python }'],
    ['- run: head -n 3 ./Cargo.toml'],
    ['- run: awk -F= "{ print }" Cargo.toml'],
    ['- run: jq -r .version package.json'],
    ['- run: python -c "print(open(\'Cargo.toml\').read())"'],
    ['- run: wc -l < Cargo.toml'],
    ['- run: cargo build\n- run: cat Cargo.toml'],
    ['- run: cat Cargo.lock'],
  ])('is found: %s', (steps) => {
    expect(read(steps, ['other/Cargo.toml'])).toHaveLength(1);
  });

  it.each([
    ['made before', '- run: echo x > Cargo.toml\n- run: cat Cargo.toml'],
    ['copied before', '- run: cp a/Cargo.toml .\n- run: cat Cargo.toml'],
    ['tested for', '- run: if [ -f Cargo.toml ]; then cat Cargo.toml; fi'],
    ['forgiven', '- run: cat Cargo.toml || true'],
    ['forgiven', '- run: cat Cargo.toml 2>/dev/null'],
    ['a condition', '- run: if grep -q x Cargo.toml; then echo; fi'],
    ['a glob', '- run: cat */Cargo.toml'],
    ['computed', '- run: cat $D/Cargo.toml'],
    ['in a directory that is computed', '- run: cd $D && cat Cargo.toml'],
    ['from elsewhere', '- run: git clone https://x y\n- run: cat Cargo.toml'],
    ['from an unknown action', '- uses: a/b@v1\n- run: cat Cargo.toml'],
    ['downloaded', '- uses: actions/download-artifact@v4\n- run: cat Cargo.toml'],
    [
      'downloaded there',
      '- { uses: actions/download-artifact@v4, with: { path: d } }\n- run: cat d/Cargo.toml',
    ],
    ['made by a build', '- run: cargo build\n- run: cat Cargo.lock'],
    ['a pattern', '- run: grep Cargo.toml tracked.txt'],
    ['of another kind', '- run: cat notes'],
    ['written', "- run: python -c \"open('Cargo.toml', 'w')\""],
    ['absolute', '- run: cat /etc/x.toml'],
    ['of another shell', '- { run: cat Cargo.toml, shell: pwsh }'],
  ])('is not what it seems: %s', (_, steps) => {
    expect(read(steps, ['tracked.txt'])).toEqual([]);
  });

  it('is not looked for without a checkout of this repository, or below a submodule', () => {
    const steps = '- run: cat Cargo.toml';
    expect(places('SLW603', { a: `on: push\n${job(steps)}` })).toEqual([]);
    const other = '- { uses: actions/checkout@v4, with: { repository: a/b } }\n';
    expect(places('SLW603', { a: `on: push\n${job(other + steps)}` })).toEqual([]);
    expect(read('- run: cat sub/Cargo.toml', ['sub'])).toEqual([]);
  });
});
