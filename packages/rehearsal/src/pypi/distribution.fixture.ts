import { gzipSync } from 'node:zlib';
import { tar, zip } from '../archive/archive.fixture.ts';

export function aWheel(
  more: readonly (readonly [string, string])[] = [],
  without: readonly string[] = [],
): Buffer {
  const info = 'some_project-1.0.dist-info';
  const usual: (readonly [string, string])[] = [
    ['some_project/__init__.py', ''],
    [`${info}/METADATA`, 'Metadata-Version: 2.4\nName: some-project\nVersion: 1.0\n'],
    [`${info}/WHEEL`, 'Wheel-Version: 1.0\n'],
    [`${info}/RECORD`, ''],
  ];
  return zip([...usual, ...more].filter(([path]) => !without.some((name) => path.endsWith(name))));
}

export function anSdist(
  files: readonly (readonly [string, string])[] = [['some_project-1.0/PKG-INFO', 'x']],
): Buffer {
  return gzipSync(tar(files));
}
