import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { withIgnored } from './ignore.ts';
import { withAnalytics, withPlugin, withRelease, withShields } from './nx-json.ts';

describe('nx.json', () => {
  it('is made where there is none', () => {
    const text = withPlugin(null, { platforms: ['aarch64-apple-darwin'] });
    expect(JSON.parse(text)).toEqual({
      $schema: './node_modules/@slipway/nx/nx-schema.json',
      plugins: [{ plugin: '@slipway/nx/plugin', options: { platforms: ['aarch64-apple-darwin'] } }],
    });
    expect(text.endsWith('}\n')).toBe(true);
    expect(parse(withPlugin('', {})).plugins).toEqual(['@slipway/nx/plugin']);
  });

  it('keeps every other character, and the words that it has', () => {
    const text = '{\n  // ours\n  "plugins": ["@nx/js"],\n  "defaultBase": "main"\n}\n';
    const next = withPlugin(text, {});
    expect(next).toContain('// ours');
    expect(parse(next).plugins).toEqual(['@nx/js', '@slipway/nx/plugin']);
    const chosen = withPlugin(null, { platforms: ['mine'] });
    expect(
      parse(withPlugin(chosen, { platforms: ['theirs'], places: [] })).plugins[0].options,
    ).toEqual({
      platforms: ['mine'],
      places: [],
    });
  });

  it('does not change when it is set up again', () => {
    const once = withPlugin('{ "plugins": ["@slipway/nx/plugin"] }\n', { independent: ['a'] });
    expect(withPlugin(once, { independent: ['a'] })).toBe(once);
    expect(withPlugin(once, {})).toBe(once);
  });
});

describe('targetDefaults', () => {
  it('of names leave the stages as they are', () => {
    const text =
      '{\n  "targetDefaults": {\n    "build": { "dependsOn": ["^build"] }, // presets\n    "lint": {}\n  }\n}\n';
    const next = withShields(text);
    expect(next).toContain('// presets');
    expect(parse(next).targetDefaults).toEqual({
      build: { dependsOn: ['^build'] },
      lint: {},
      '@slipway/nx:build': {},
    });
    expect(withShields(next)).toBe(next);
  });

  it('that say nothing of them stay', () => {
    for (const text of ['{}\n', '{ "targetDefaults": { "e2e": {} } }\n']) {
      expect(withShields(text)).toBe(text);
    }
  });
});

const seen = (...tracked: string[]) => ({ tracked, hidden: [] });

describe('what Nx itself wants to know', () => {
  const release = {
    projects: ['tag:slipway:published'],
    version: { versionActions: 'ours' },
    changelog: { automaticFromRef: true },
  };

  it('is answered, where the user has not', () => {
    const text = '{\n  // ours\n  "plugins": []\n}\n';
    const next = withRelease(withAnalytics(text), release);
    expect(next).toContain('// ours');
    expect(parse(next)).toEqual({ plugins: [], analytics: false, release });
    expect(withRelease(withAnalytics(next), release)).toBe(next);
  });

  it('stays as the user has it', () => {
    const text = '{ "analytics": true, "release": {} }\n';
    expect(withRelease(withAnalytics(text), release)).toBe(text);
    expect(withRelease('{}\n', null)).toBe('{}\n');
  });
});

describe('.gitignore', () => {
  it('lets through what sets the workspace up', () => {
    const text = withIgnored('*.json\n', { tracked: [], hidden: ['nx.json'] });
    expect(text.endsWith('!/nx.json\n')).toBe(true);
  });

  it('gets what it lacks, once', () => {
    const once = withIgnored('target\n/node_modules\ndist/\n', seen('src/lib.rs'));
    expect(once).toBe('target\n/node_modules\ndist/\n\n# Nx and Slipway\n.nx/\n.slipway/\n');
    expect(withIgnored(once, seen())).toBe(once);
  });

  it('keeps line endings, and folders whose files are tracked', () => {
    expect(withIgnored('target', seen('dist/app.js'))).toBe(
      'target\n\n# Nx and Slipway\nnode_modules/\n.nx/\n.slipway/\n',
    );
    expect(withIgnored('a\r\n', seen())).toContain('.nx/\r\n');
    expect(withIgnored(null, seen())).toBe(
      '# Nx and Slipway\nnode_modules/\n.nx/\n.slipway/\ndist/\n',
    );
  });
});
