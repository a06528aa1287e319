import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonTools } from '../../python-tools.ts';
import { titleOf, tellsOf } from '../answer.ts';
import { pypiAnswers } from './answers.ts';
import { openStage, type OpenStage } from '../stage.ts';

let stage: OpenStage;

beforeAll(async () => {
  await pythonTools();
  stage = await openStage();
});

afterAll(() => stage.close());

describe.each(Object.entries(pypiAnswers))('PyPI: %s', (_about, answers) => {
  test.each(answers.map((answer) => [titleOf(answer), answer] as const))(
    '%s',
    async (_title, answer) => {
      const { output } = await answer.drive(await stage.next());
      expect(output).toSatisfy(tellsOf(answer));
    },
  );
});
