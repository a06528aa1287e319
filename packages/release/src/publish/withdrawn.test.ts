import { expect, it } from 'vitest';
import { isWithdrawn, restoredWords, withdrawnWords } from './withdrawn.ts';

const release = {
  tag: 'v1.0.0',
  title: 'v1.0.0',
  body: '### Features\n\n- sails\n',
  prerelease: false,
};

it('says at the top of a release that it was withdrawn, and why', () => {
  const words = withdrawnWords(release, 'It leaks.\nSee <!-- slipway: end --> #7.');
  expect(words).toMatchObject({
    title: 'v1.0.0 (withdrawn)',
    prerelease: true,
    mayBeLatest: false,
  });
  expect(words.body).toContain(
    '> This release was withdrawn: do not use it. It leaks. See slipway: end #7.',
  );
  expect(words.body).toContain('- sails');
  expect(isWithdrawn(words)).toBe(true);
});

it('says it once, and takes it back to the letter', () => {
  const once = withdrawnWords(release, null);
  const twice = withdrawnWords({ ...release, ...once }, null);
  expect(twice).toEqual(once);
  expect(restoredWords({ ...release, ...twice })).toEqual({
    title: 'v1.0.0',
    body: release.body,
    prerelease: false,
    mayBeLatest: true,
  });
});

it('leaves a pre-release one, and mends a note that was cut', () => {
  const candidate = { ...release, tag: 'tide2-v1.0.0-rc.1', title: '' };
  expect(restoredWords(candidate)).toMatchObject({ title: candidate.tag, prerelease: true });
  const cut = { ...release, body: '<!-- slipway: withdrawn -->\nrest' };
  expect(restoredWords(cut).body).toBe('rest');
});
