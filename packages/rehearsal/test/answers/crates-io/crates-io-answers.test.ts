import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titleOf, tellsOf } from '../answer.ts';
import { cratesIoAnswers } from './answers.ts';
import { openStage, type OpenStage } from '../stage.ts';

let stage: OpenStage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

describe.each(Object.entries(cratesIoAnswers))('crates.io: %s', (_about, answers) => {
  test.each(answers.map((answer) => [titleOf(answer), answer] as const))(
    '%s',
    async (_title, answer) => {
      const { output } = await answer.drive(await stage.next());
      expect(output).toSatisfy(tellsOf(answer));
    },
  );
});
