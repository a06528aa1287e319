import { expect, it } from 'vitest';
import { brokenWorkflow, nowhere, nothingPublishes } from '../finding/index.ts';
import { toAnnotation, toSarif } from './index.ts';

const place = { file: '.github/workflows/my release: 100%, #1.yml', line: 3 };
const broken = brokenWorkflow.at(place, { file: 'x.yml', detail: '50%, a: b\r\nand more' });

it('is SARIF of which every place is a URI reference with a line', () => {
  const none = nothingPublishes.at(nowhere, {});
  const { runs } = toSarif([broken, none], 'nx.json') as {
    runs: { tool: { driver: { rules: { id: string }[] } }; results: Record<string, unknown>[] }[];
  };
  expect(runs[0]?.results).toMatchObject([
    {
      ruleId: 'SLW601',
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: '.github/workflows/my%20release%3A%20100%25%2C%20%231.yml',
            },
            region: { startLine: 3 },
          },
        },
      ],
    },
    {
      ruleId: 'SLW641',
      level: 'note',
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'nx.json' }, region: { startLine: 1 } } },
      ],
    },
  ]);
  expect(runs[0]?.tool.driver.rules.map(({ id }) => id)).toEqual(['SLW601', 'SLW641']);
});

it('is an annotation in one line, whatever its text and its file hold', () => {
  const text = toAnnotation(broken);
  expect(text).toMatch(
    /^::warning file=\.github\/workflows\/my release%3A 100%25%2C #1\.yml,line=3,title=SLW601::/,
  );
  expect(text).toContain('50%25, a: b%0D%0Aand more');
  expect(text).not.toMatch(/[\r\n]/);
});
