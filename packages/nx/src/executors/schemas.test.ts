import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageOptions } from '@slipway/workspace/stage';
import { describe, expect, expectTypeOf, it } from 'vitest';
import written from '../../executors.json' with { type: 'json' };
import changelog from '../../schemas/changelog.json' with { type: 'json' };
import destination from '../../schemas/destination.json' with { type: 'json' };
import doctor from '../../schemas/doctor.json' with { type: 'json' };
import matrix from '../../schemas/matrix.json' with { type: 'json' };
import plan from '../../schemas/plan.json' with { type: 'json' };
import releasePublish from '../../schemas/release-publish.json' with { type: 'json' };
import retreat from '../../schemas/retreat.json' with { type: 'json' };
import setup from '../../schemas/setup.json' with { type: 'json' };
import stage from '../../schemas/stage.json' with { type: 'json' };
import status from '../../schemas/status.json' with { type: 'json' };
import verify from '../../schemas/verify.json' with { type: 'json' };
import version from '../../schemas/version.json' with { type: 'json' };
import wheel from '../../schemas/wheel.json' with { type: 'json' };
import type { executors } from './executors.ts';

const schemas = {
  ...{ validate: stage, test: stage, build: stage, buildWheels: stage, wheel },
  ...{ destination, gate: stage, publishCrate: stage, publishPypi: stage, ghRelease: stage },
  ...{ publish: stage, releasePublish, doctor, setup, retreat, status, verify, plan },
  ...{ version, changelog, matrix },
};

type Name = keyof typeof schemas;
type Written<N extends Name> = keyof (typeof schemas)[N]['properties'];
type Read<N extends Name> = keyof Parameters<(typeof executors)[N]>[0];

describe('the schemas of the executors', () => {
  it('are one for each executor', async () => {
    const named = Object.fromEntries(
      Object.values(written.executors).map(({ implementation, schema }) => [
        implementation.replace('./executors.mjs#', ''),
        schema,
      ]),
    );
    expect(Object.keys(named).sort()).toEqual(Object.keys(schemas).sort());
    for (const [name, file] of Object.entries(named)) {
      const text = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
      expect(JSON.parse(text), name).toEqual(schemas[name as Name]);
    }
  });

  // The compiler proves these.
  it('have no option that their command does not read', () => {
    expectTypeOf<{ [N in Name]: Exclude<Written<N>, Read<N>> }[Name]>().toBeNever();
  });

  it('have every option of their command', () => {
    type Lacking<N extends Name> = Exclude<Read<N>, keyof StageOptions | Written<N>>;
    expectTypeOf<{ [N in Name]: Lacking<N> }[Name]>().toBeNever();
  });

  it('take what the command line of a whole release says to any stage', () => {
    expectTypeOf<keyof typeof stage.properties>().toEqualTypeOf<keyof StageOptions>();
    type OfPackages = 'manifest' | 'targets';
    expectTypeOf<keyof typeof destination.properties>().toEqualTypeOf<
      Exclude<keyof StageOptions, OfPackages>
    >();
  });

  it('say what each option is, and take no other', () => {
    for (const { additionalProperties, title, properties } of Object.values(schemas)) {
      expect(additionalProperties).toBe(false);
      expect(title).toMatch(/^[A-Z].*\.$/);
      for (const [option, { description }] of Object.entries(properties)) {
        expect(description, option).toMatch(/^[A-Z][^]*\.\)?$/);
      }
    }
  });
});
