import { readRepository } from '@slipway/release/manifest';
import { describe, expect, it } from 'vitest';
import type { PluginOptions } from '../../graph/options.ts';
import { ciModel } from './model.ts';

const model = (options: PluginOptions) =>
  ciModel(readRepository(new Map(), []), [], [], options, 'main');

describe('the Pythons of the workflows', () => {
  it('are those of nx.json and of its platforms; the newest that runs the tools is the main one', () => {
    const options: PluginOptions = {
      interpreters: ['3.8', '3.10', 'pypy3.11'],
      platforms: [
        'x86_64-unknown-linux-gnu',
        { target: 'aarch64-apple-darwin', interpreters: ['3.9', '3.13t'] },
      ],
    };
    expect(model(options)).toMatchObject({
      python: '3.10',
      interpreters: ['3.8', 'pypy3.11', '3.9', '3.13t'],
    });
  });

  it('are a usual one where nx.json names none, or too old ones', () => {
    expect(model({})).toMatchObject({ python: '3.13', interpreters: [] });
    expect(model({ interpreters: ['3.8'] })).toMatchObject({
      python: '3.13',
      interpreters: ['3.8'],
    });
  });
});
