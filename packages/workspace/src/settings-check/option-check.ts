import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import {
  neverPacked,
  SlipwayError,
  unknownName,
  unknownOption,
  type Finding,
  type Location,
} from '@slipway/release/finding';
import { lineAt, normalizedName, type Repository } from '@slipway/release/manifest';
import { showFinding } from '@slipway/release/report';
import { isMade } from '@slipway/release/build';
import { checkPlatforms } from './platform-check.ts';
import {
  isPluginName,
  optionKeys,
  placeKeys,
  platformKeys,
  readOptions,
  type PluginOptions,
} from '../settings/index.ts';

/** What is wrong with options that `readOptions` refuses, in full. `text` is nx.json's. */
export function explainOptions(options: unknown, text: string): string {
  try {
    readOptions(options, (option) => atOption(text, option));
    return '';
  } catch (error) {
    if (error instanceof SlipwayError) return showFinding(error.finding, (_, plain) => plain);
    throw error;
  }
}

/**
 * What options name that is not there: an option (SLW007), a package (SLW008); what is never packed (SLW142); and what
 * is wrong with their platforms, see `checkPlatforms`. Pure.
 */
export function checkOptions(
  options: PluginOptions,
  { crates, pythons }: Pick<Repository, 'crates' | 'pythons'>,
  text: string | null,
): Finding[] {
  const named = { publish: crates, independent: [...crates, ...pythons] };
  return [
    ...unknownKeys(options, optionKeys, text),
    ...(options.places ?? []).flatMap((place, at) =>
      unknownKeys(place, placeKeys, text, 'places', at),
    ),
    ...checkPlatforms(options).map(({ path, at }) => at(atOption(text, ...path))),
    ...(options.platforms ?? []).flatMap((platform, at) =>
      typeof platform === 'string'
        ? []
        : unknownKeys(platform, platformKeys, text, 'platforms', at),
    ),
    ...(options.packUntracked ?? []).flatMap((pattern, at) =>
      isMade(pattern) ? [neverPacked.at(atOption(text, 'packUntracked', at), { pattern })] : [],
    ),
    ...(['publish', 'independent'] as const).flatMap((option) =>
      strangers(options[option] ?? [], named[option]).map(({ name, at }) =>
        unknownName.at(atOption(text, option, at), {
          option,
          name,
          known: [...new Set(named[option].map((one) => one.name))].sort(),
        }),
      ),
    ),
  ];
}

/** The keys of an object that mean nothing; `path` leads to it in the options. */
function unknownKeys(
  written: object,
  known: readonly string[],
  text: string | null,
  ...path: (string | number)[]
): Finding[] {
  return Object.keys(written)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const at = atOption(text, ...path, key);
      return unknownOption.at(at, { option: [...path, key].join('.'), known });
    });
}

function strangers(
  names: readonly string[],
  packages: readonly { readonly name: string }[],
): { name: string; at: number }[] {
  const known = new Set(packages.map(({ name }) => normalizedName(name)));
  return names
    .map((name, at) => ({ name, at }))
    .filter(({ name }) => !known.has(normalizedName(name)));
}

/** Where nx.json writes an option of ours, or one of its values; all options where it does not. */
function atOption(text: string | null, ...path: (string | number)[]): Location {
  const tree = text === null ? undefined : parseTree(text);
  const plugins = tree && findNodeAtLocation(tree, ['plugins']);
  const own = plugins?.children?.find((entry) =>
    isPluginName(findNodeAtLocation(entry, ['plugin'])?.value),
  );
  const node =
    own && (findNodeAtLocation(own, ['options', ...path]) ?? findNodeAtLocation(own, ['options']));
  return { file: 'nx.json', line: node && text !== null ? lineAt(text, node.offset) : null };
}
