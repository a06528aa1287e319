import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { otherBytes } from '../finding/index.ts';
import { budgetFor, estimate } from '../schedule/index.ts';
import { assembleReport, showFinding, showStop, showSummary, size, type Part } from './index.ts';
import { partFile } from '../layout/index.ts';

const sha = 'ab'.repeat(32);
const started = '2026-01-01T10:00:00.000Z';

const part = (change: Partial<Part>): Part => ({
  schema: 'slipway.part/1',
  project: 'tide',
  target: 'test',
  stage: 'test',
  startedAt: '2026-01-01T10:00:05.000Z',
  seconds: 1.5,
  failed: false,
  findings: [],
  actions: [],
  receipts: [],
  ...change,
});

const action = {
  registry: 'PyPI',
  package: 'tide',
  version: '0.3.1',
  file: 'tide-0.3.1.tar.gz',
  sha256: sha,
  decision: 'publish',
  why: 'not there yet',
} as const;

const receipt = {
  registry: 'PyPI',
  file: 'tide-0.3.1.tar.gz',
  sha256: sha,
  bytes: 17_000,
  result: 'published',
  attempts: 1,
  startedAt: started,
  endedAt: started,
} as const;

/** The address of a lent rehearsal. */
const lent = 'http://127.0.0.1:4711/_rehearsal';

const frame = {
  command: 'publish',
  destination: 'rehearsal',
  rehearsal: null,
  repository: 'octo/tide',
  commit: 'c'.repeat(40),
  tag: null,
  packages: [
    {
      ecosystem: 'cargo',
      name: 'tide',
      version: '0.3.1',
      manifest: 'Cargo.toml',
      versionSource: 'explicit',
      publish: 'yes',
    },
  ],
  order: ['tide'],
  agreement: [{ packages: ['tide', 'tide (Python)'], relation: 'equal', why: '0.3.1 is 0.3.1' }],
  tags: [
    {
      packages: ['tide'],
      format: 'v{version}',
      newest: 'v0.3.0',
      reachable: true,
      commitsSince: 5,
    },
  ],
} as const;

const finding = otherBytes.at(
  { file: 'dist/tide-0.3.1.tar.gz', line: null },
  { registry: 'PyPI', file: 'tide-0.3.1.tar.gz', local: sha, remote: 'cd'.repeat(32) },
);

const announced = estimate({
  crates: [{ file: 'tide-0.3.1.crate', bytes: 1, after: [], budget: budgetFor(true) }],
  packages: [],
  pypi: 'PyPI',
});

const whole = [
  part({
    stage: 'publish-pypi',
    target: 'publish-pypi',
    actions: [{ ...action, decision: 'already-there' }],
    receipts: [receipt],
  }),
  part({
    stage: 'gate',
    target: 'gate',
    project: 'release',
    actions: [action],
    estimate: announced,
  }),
  part({ startedAt: '2026-01-01T09:00:00.000Z' }),
];

describe('the report', () => {
  it('puts the parts into the order of the stages, and tells what was cached', () => {
    const { timings } = assembleReport(frame, whole, started);
    expect(timings).toEqual([
      { stage: 'test', package: 'tide', seconds: 1.5, cached: true },
      { stage: 'gate', package: 'release', seconds: 1.5, cached: false },
      { stage: 'publish-pypi', package: 'tide', seconds: 1.5, cached: false },
    ]);
  });

  it('has one action a file: what the publishing stage saw last', () => {
    const { actions } = assembleReport(frame, whole, started);
    expect(actions).toMatchObject([{ file: 'tide-0.3.1.tar.gz', decision: 'already-there' }]);
  });

  it('leaves out the failure of an older run', () => {
    const old = part({ failed: true, startedAt: '2026-01-01T09:00:00.000Z', findings: [finding] });
    expect(assembleReport(frame, [old], started).findings).toEqual([]);
  });

  it('leaves out what another run did beside this one, and keeps what a cache restored', () => {
    const stop = { project: 'release', target: 'destination', stage: 'destination' };
    const failed = { failed: true, findings: [finding] };
    const other = part({ ...stop, ...failed, run: '2026-01-01T10:00:01.000Z' });
    const restored = part({ run: '2026-01-01T09:00:00.000Z' });
    const own = part({ ...stop, run: started });
    expect(assembleReport(frame, [other, restored], started)).toMatchObject({
      findings: [],
      timings: [{ stage: 'test' }],
    });
    expect(assembleReport(frame, [own], started).timings).toMatchObject([{ stage: 'destination' }]);
  });

  it('is what its published schema says', async () => {
    const text = await readFile(
      join(import.meta.dirname, '../../schema/report-1.schema.json'),
      'utf8',
    );
    const validate = new Ajv2020().compile(JSON.parse(text) as object);
    const report = assembleReport(frame, [...whole, part({ findings: [finding] })], started);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(report.estimate).toBe(announced);
    expect(validate({ ...report, rehearsal: lent }), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...report, rehearsal: true })).toBe(false);
    expect(validate({ ...report, estimate: { seconds: 1 } })).toBe(false);
    expect(validate({ ...report, receipts: [{ ...receipt, sha256: 'no' }] })).toBe(false);
  });

  it('names part files that are safe for any project name', () => {
    expect(partFile('@octo/tide', 'build')).toBe('dist/release/parts/_octo_tide.build.json');
  });
});

describe('what people see', () => {
  const plain = (_: string, text: string): string => text;

  it('a finding: what, where, why, what to do', () => {
    expect(showFinding(finding, plain)).toMatchInlineSnapshot(`
      "error SLW402  PyPI has tide-0.3.1.tar.gz with SHA-256 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd, but the one built here has abababababababababababababababababababababababababababababababab
        at   dist/tide-0.3.1.tar.gz
        why  A registry never replaces a file, so this release cannot be what was tested here.
        try  If the version was published before: bump it. If this release was cut off: use the artifacts of the run that started it."
    `);
  });

  it('a finding cannot steer the terminal, whatever it quotes', () => {
    const message = 'the environment re\u001b[31mlease\u0007 is\r gone';
    const quoted = { ...finding, message };
    expect(showFinding(quoted, plain)).toContain('re\\x1b[31mlease\\x07 is\\x0d gone');
  });

  it('a stop: what is live, and the one command that goes on', () => {
    expect(showStop(assembleReport(frame, whole, started), false, plain)).toMatchInlineSnapshot(`
      "Live now:
        PyPI             tide-0.3.1.tar.gz
      Then go on: npx nx run release:publish --continue"
    `);
    expect(showStop(assembleReport(frame, [], started), false, plain)).toContain(
      'Nothing was uploaded anywhere.',
    );
  });

  it('the end of a rehearsal', () => {
    const extra = {
      staying: [],
      dryRun: false,
      installed: ['cargo add tide@0.3.1 builds'],
      page: null,
      file: 'dist/release/report.json',
    };
    expect(showSummary(assembleReport(frame, whole, started), extra, plain)).toMatchInlineSnapshot(`
      "
      ✔ Rehearsed: tide 0.3.1
        commit cccccccccc · loopback registries; nothing left this machine

        PyPI
          tide-0.3.1.tar.gz  published       17.0 kB  abababababab

        ✔ cargo add tide@0.3.1 builds

        test cached → publish-pypi 1.5 s

        report  dist/release/report.json
      "
    `);
  });

  describe('over a lent rehearsal', () => {
    const asked = { ...frame, destination: 'production', rehearsal: lent } as const;

    it('a production that ended is no release, in its first line and its last', () => {
      const extra = { staying: [], dryRun: false, installed: [], page: null, file: 'report.json' };
      const report = assembleReport(asked, whole, started);
      expect(showSummary(report, extra, plain)).toMatchInlineSnapshot(`
        "
        ✔ Rehearsed over http://127.0.0.1:4711/_rehearsal: tide 0.3.1
          commit cccccccccc · a lent rehearsal, in the place of crates.io, PyPI and GitHub

          PyPI, rehearsed
            tide-0.3.1.tar.gz  rehearsed       17.0 kB  abababababab

          test cached → publish-pypi 1.5 s

          report  report.json

        Rehearsed over http://127.0.0.1:4711/_rehearsal: nothing was published.
        "
      `);
    });

    it('a stop says where it is that something is live', () => {
      const stop = showStop(assembleReport(asked, whole, started), false, plain);
      expect(stop).toMatchInlineSnapshot(`
        "Live in the lent rehearsal, and nowhere else:
          PyPI             tide-0.3.1.tar.gz
        Then go on: npx nx run release:publish:production --continue
        Nothing was published: SLIPWAY_REHEARSAL lends http://127.0.0.1:4711/_rehearsal in the place of the public registries."
      `);
    });
  });

  it('sizes', () => {
    expect([999, 17_000, 5_300_000].map(size)).toEqual(['999 B', '17.0 kB', '5.3 MB']);
  });
});
