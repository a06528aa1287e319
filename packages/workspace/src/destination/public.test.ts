import { describe, expect, it } from 'vitest';
import { nodePorts } from '@slipway/release/node';
import { checkDirections, checkLent, githubElsewhere, lentTo, publicPlaces } from './public.ts';

const admin = 'http://127.0.0.1:9/_rehearsal';
const lent = { SLIPWAY_REHEARSAL: admin };

function here(variables: Record<string, string>) {
  const ports = nodePorts();
  const get = (name: string): string | null => variables[name] ?? null;
  return { root: '/', ports: { ...ports, environment: { ...ports.environment, get } } };
}

describe('a lent rehearsal', () => {
  it('stands for the public registries, wherever they are asked', () => {
    const targets = ['destination', 'publish', 'status', 'retreat'];
    for (const one of targets) expect(lentTo(one, 'production', here(lent))).toBe(admin);
    for (const one of targets) expect(lentTo(one, 'rehearsal', here(lent))).toBe(null);
    for (const one of ['plan', 'doctor', 'setup', 'verify']) {
      expect(lentTo(one, 'rehearsal', here(lent))).toBe(admin);
    }
    expect(lentTo('publish', 'production', here({}))).toBe(null);
    expect(lentTo('publish', 'production', here({ SLIPWAY_REHEARSAL: '' }))).toBe(null);
  });

  it('SLW516: is refused in a job of GitHub Actions, and not where act runs it', () => {
    const job = { ...lent, GITHUB_ACTIONS: 'true' };
    const [refusal] = checkLent(admin, here(job));
    expect(refusal).toMatchObject({ code: 'SLW516', severity: 'error' });
    expect(refusal?.message).toContain(admin);
    expect(checkLent(admin, here({ ...job, ACT: 'true' }))).toEqual([]);
    expect(checkLent(admin, here({ ...job, ACT: '' }))).toHaveLength(1);
    expect(checkLent(admin, here(lent))).toEqual([]);
    expect(checkLent(null, here(job))).toEqual([]);
  });

  it('SLW505: is on loopback, or none', async () => {
    const far = here({ SLIPWAY_REHEARSAL: 'http://registry.example/_rehearsal' });
    const [refusal] = checkLent('http://registry.example/_rehearsal', far);
    expect(refusal).toMatchObject({ code: 'SLW505', severity: 'error' });
    await expect(publicPlaces(far)).rejects.toMatchObject({ finding: { code: 'SLW505' } });
  });
});

describe('variables that would send a release elsewhere', () => {
  const codes = (variables: Record<string, string>, repository: string | null = 'octo/tide') =>
    checkDirections(repository, here(variables)).map(({ code, message }) => {
      expect(code).toBe('SLW517');
      return message.split(' ')[0];
    });

  it.each([
    [{ GITHUB_API_URL: 'http://127.0.0.1:4711/github' }, 'GITHUB_API_URL'],
    [{ GITHUB_API_URL: 'not an address' }, 'GITHUB_API_URL'],
    [{ GITHUB_REPOSITORY: 'evil/tide' }, 'GITHUB_REPOSITORY'],
    [
      { __CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS: 'sparse+http://127.0.0.1:4711/' },
      '__CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS',
    ],
  ])('SLW517: %o', (variables, name) => {
    expect(codes(variables)).toEqual([name]);
  });

  it.each([
    {},
    { GITHUB_API_URL: '' },
    { GITHUB_API_URL: 'https://api.github.com' },
    { GITHUB_API_URL: 'https://API.github.com/' },
    { GITHUB_REPOSITORY: 'Octo/Tide' },
    // The job's own, of whatever it has checked out.
    { GITHUB_REPOSITORY: 'octo/releases', GITHUB_ACTIONS: 'true' },
    // Told in other words.
    { GITHUB_API_URL: 'http://127.0.0.1:4711/github', ...lent },
  ])('are not %o', (variables) => {
    expect(codes(variables)).toEqual([]);
  });

  it('may name the repository where no remote does', () => {
    expect(codes({ GITHUB_REPOSITORY: 'octo/tide' }, null)).toEqual([]);
  });

  it('are told without the password that stands in them', () => {
    const elsewhere = here({ GITHUB_API_URL: 'https://me:secret@github.example/api/v3' });
    expect(checkDirections(null, elsewhere)[0]?.message).not.toContain('secret');
    expect(githubElsewhere(elsewhere)).toBe('https://github.example/api/v3');
    expect(githubElsewhere(here({}))).toBe(null);
  });
});
