import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titleOf, tellsOf } from '../answer.ts';
import { githubAnswers } from './answers.ts';
import { openStage, type OpenStage } from '../stage.ts';

let stage: OpenStage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

/** gh is on GitHub's own machines, and not on every other. */
const hasGh = spawnSync('gh', ['--version']).status === 0;

describe.each(Object.entries(githubAnswers))('GitHub: %s', (_about, answers) => {
  test.for(answers.map((answer) => [titleOf(answer), answer] as const))(
    '%s',
    async ([, answer], { skip }) => {
      if (answer.client === 'gh' && !hasGh) skip('gh is not installed');
      const { output } = await answer.drive(await stage.next());
      expect(output).toSatisfy(tellsOf(answer));
    },
  );
});
