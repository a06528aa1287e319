import { nothingPublishes, type Check } from '@slipway/release/finding';
import { checkCacheWherePublished, checkSharedCache } from './cache.ts';
import { checks } from './workflow-checks.ts';
import { isNotChecked, isPackageRegistry, type TrustCheck, type TrustContext } from './context.ts';
import {
  checkEnvironmentExists,
  checkEnvironmentProtects,
  checkHasEnvironment,
  checkRefs,
} from './environment.ts';
import {
  checkCalls,
  checkEvents,
  checkForeignCalls,
  checkHandedOn,
  checkIdToken,
  checkIdTokenWidth,
} from './identity.ts';
import {
  checkBranch,
  checkImmutable,
  checkRequired,
  checkSecrets,
  checkTagRulesets,
} from './protection.ts';
import {
  checkAge,
  checkCratesIoPublishers,
  checkExistence,
  checkLastRepository,
  checkNameCase,
  checkPypiPublishers,
  checkTrustedOnly,
} from './publisher.ts';
import {
  checkArtifactNames,
  checkConcurrency,
  checkContents,
  checkPins,
  checkPypiAction,
  checkSilentTriggers,
} from './steps.ts';

/** Where a check looks. */
export type Place = 'manifests' | 'workflows' | 'GitHub' | 'crates.io' | 'PyPI' | 'registries';

/** One row of the doctor's table. */
export interface Diagnosis extends Check {
  readonly place: Place;
}

type Row = readonly [place: Place, title: string, check: TrustCheck];

const rows: readonly Row[] = [
  [
    'workflows',
    'a workflow publishes',
    ({ routes }) =>
      routes.some(({ publish }) => isPackageRegistry(publish.registry))
        ? []
        : [nothingPublishes.at({ file: null, line: null }, {})],
  ],
  ['workflows', 'jobs that publish may ask for an identity', checkIdToken],
  ['workflows', 'no other job may', checkIdTokenWidth],
  ['workflows', 'the events are ones that registries take', checkEvents],
  ['workflows', 'something starts the release', checkSilentTriggers],
  ['workflows', 'jobs that publish have an environment', checkHasEnvironment],
  ['workflows', 'they are written in the workflow that starts', checkCalls],
  ['workflows', 'no other repository gets an identity', checkForeignCalls],
  ['workflows', 'tokens are used where they are asked for', checkHandedOn],
  ['workflows', 'actions beside the identity are pinned', checkPins],
  ['workflows', 'pull requests write to no cache that a release reads', checkSharedCache],
  ['workflows', 'jobs that publish take nothing from a cache', checkCacheWherePublished],
  ['workflows', 'one release at a time, and none cut off', checkConcurrency],
  ['workflows', 'the GitHub release may be made', checkContents],
  ['workflows', 'artifacts have names of their own', checkArtifactNames],
  ['workflows', 'the PyPI action is used as it works', checkPypiAction],
  ...[...checks].map(([code, check]): Row => ['workflows', titles(code), check]),
  ['GitHub', 'the remote is spelled as GitHub spells it', checkNameCase],
  ['GitHub', 'environments exist', checkEnvironmentExists],
  ['GitHub', 'they let the release in', checkRefs],
  ['GitHub', 'they protect something', checkEnvironmentProtects],
  ['GitHub', 'required checks are produced', checkRequired],
  ['GitHub', 'the default branch is protected', checkBranch],
  ['GitHub', 'the tag may be made', checkTagRulesets],
  ['GitHub', 'releases take their files before they are final', checkImmutable],
  ['GitHub', 'no stored token is left', checkSecrets],
  ['registries', 'crates and projects exist', checkExistence],
  ['crates.io', 'a publisher matches the workflow', checkCratesIoPublishers],
  ['crates.io', 'the last version came from this repository', checkLastRepository],
  ['crates.io', 'tokens are taken as the crate wants them', checkTrustedOnly],
  ['PyPI', 'a publisher matches the workflow', checkPypiPublishers],
  ['PyPI', 'the version is open for files', checkAge],
];

function titles(code: string): string {
  const known: Readonly<Record<string, string>> = {
    SLW602: 'one tag starts one release',
    SLW603: 'files that are read exist',
    SLW604: 'wheels come with an sdist',
    SLW605: 'Linux wheels are manylinux',
    SLW606: 'jobs wait for what they upload',
    SLW607: 'no stored token publishes',
    SLW608: 'not every tag publishes',
  };
  return known[code] ?? code;
}

/** Looks at everything, in the order of the table. What is not known is not guessed. Pure. */
export function diagnose(context: TrustContext): Diagnosis[] {
  return rows.map(([place, title, check]) => {
    const result = check(context);
    if (isNotChecked(result)) {
      const { because } = result;
      return { place, title, verdict: 'not checked', findings: [], because };
    }
    const verdict = result.length > 0 ? 'wrong' : 'ok';
    return { place, title, verdict, findings: result, because: null };
  });
}
