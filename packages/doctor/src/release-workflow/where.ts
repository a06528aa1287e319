import { optionOf, type Word } from '../script/index.ts';
import type { Registry } from './model.ts';

/** crates.io, unless another registry of cargo's is named. */
export function cratesIo(words: readonly Word[]): Registry | null {
  const other = optionOf(words, '--registry', '--index');
  return other === null || other === 'crates-io' ? 'crates.io' : null;
}

/** Options that name a repository of the tool's configuration, of any tool that uploads to PyPI. */
const naming = ['--index', '--repository', '--repo', '-r'];

/**
 * PyPI, unless the words of an upload or the variables that it heeds name another repository. Those that are neither
 * PyPI nor TestPyPI are none of ours.
 */
export function pypiOf(words: readonly Word[], variables: readonly string[]): Registry | null {
  const named = [optionOf(words, ...naming) ?? '', ...variables].filter(Boolean);
  const text = [...words.map((word) => word.text), ...variables].join(' ');
  // Where uv looks whether a file is there already is not where it goes.
  const registry = pypiAt(text.replace(/--check-url[= ]\S+/g, ''));
  return registry === 'PyPI' && named.some(isOther) ? null : registry;
}

/** PyPI, unless the text has the address of another repository. */
export function pypiAt(text: string): Registry | null {
  if (/test\.?pypi/i.test(text)) return 'TestPyPI';
  const urls = text.match(/https?:\/\/[^\s'"]+/g) ?? [];
  return urls.every((url) => /\/\/([\w-]+\.)*pypi\.org\b/.test(url)) ? 'PyPI' : null;
}

/** A name that is written out, and not PyPI's; addresses are looked at as such. */
function isOther(name: string): boolean {
  return !/[$/]/.test(name) && name.toLowerCase() !== 'pypi';
}
