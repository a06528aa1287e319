import { expect } from 'vitest';
import { readWorkflows } from '../workflow/index.ts';
import { checkWorkflows } from './index.ts';

/** Checks workflows by name, in a repository with these files. */
export function check(workflows: Record<string, string>, listing: readonly string[] = []) {
  const texts = new Map(
    Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text]),
  );
  const { workflows: read, findings } = readWorkflows(texts, [...texts.keys()]);
  expect(findings).toEqual([]);
  return checkWorkflows(read, [...texts.keys(), ...listing]);
}

/** The findings of one code, as file name and line. */
export function places(code: string, ...rest: Parameters<typeof check>): string[] {
  const found = check(...rest).filter((finding) => finding.code === code);
  return found.map(({ file, line }) => `${file!.replace(/^.*\/(.*)\.yml$/, '$1')}:${line}`);
}
