import type { Word } from '../script/index.ts';
import { interpreterNames } from './interpreters.ts';

/** What the arguments of `maturin build`, `publish` or `sdist` ask for. */
export interface MaturinArguments {
  readonly target: string | null;
  readonly manifest: string | null;
  readonly interpreters: readonly string[];
  readonly findsInterpreters: boolean;
  readonly policies: readonly string[];
  readonly zig: boolean;
  readonly cross: boolean;
  readonly sdist: boolean;
  readonly noSdist: boolean;
  readonly abi3: boolean;
}

const options: Record<string, 'target' | 'manifest' | 'interpreters' | 'policies' | 'features'> = {
  '-m': 'manifest',
  '--manifest-path': 'manifest',
  '--target': 'target',
  '-i': 'interpreters',
  '--interpreter': 'interpreters',
  '--manylinux': 'policies',
  '--compatibility': 'policies',
  '--features': 'features',
  '-F': 'features',
};

const several = new Set(['interpreters', 'policies']);

/** Takes the words after the subcommand. Options that take several values end at the next option. */
export function readMaturin(words: readonly Word[]): MaturinArguments {
  const values = {
    target: [],
    manifest: [],
    interpreters: [],
    policies: [],
    features: [],
  } as Record<string, string[]>;
  const flags = new Set<string>();
  let open: string | null = null;
  for (const { text } of words) {
    if (text.startsWith('-')) {
      const [name = '', ...rest] = text.split('=');
      flags.add(name);
      open = options[name] ?? null;
      if (open && rest.length > 0) {
        values[open]!.push(rest.join('='));
        open = null;
      }
    } else if (open) {
      values[open]!.push(text);
      if (!several.has(open)) open = null;
    }
  }
  return {
    target: flags.has('--universal2')
      ? 'universal2-apple-darwin'
      : (values['target']!.at(-1) ?? null),
    manifest: values['manifest']!.at(-1) ?? null,
    interpreters: interpreterNames(values['interpreters']!),
    findsInterpreters: flags.has('--find-interpreter') || flags.has('-f'),
    policies: values['policies']!.filter((policy) => policy !== 'pypi'),
    zig: flags.has('--zig'),
    cross: flags.has('--use-cross'),
    sdist: flags.has('--sdist'),
    noSdist: flags.has('--no-sdist'),
    abi3: values['features']!.some((feature) => /\babi3/.test(feature)),
  };
}

/** The policy as wheels are tagged with it: `2014` → `manylinux2014`, `2_28` → `manylinux_2_28`. */
export function policyName(written: string): string {
  if (/^\d{4}$/.test(written)) return `manylinux${written}`;
  return /^\d+_\d+$/.test(written) ? `manylinux_${written}` : written;
}
