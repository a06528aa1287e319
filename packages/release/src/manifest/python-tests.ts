import { normalizedName } from './name.ts';
import { directoryOf, isGlob, resolvePath, toMatcher } from './path.ts';
import { isTable, tableAt, textAt, textsAt, type Table } from './toml.ts';

/** The names under which projects keep what their tests need, the plainest first. */
const groupNames = ['test', 'tests', 'testing', 'dev'];

/**
 * What to install before the tests run: the first group (PEP 735) or extra (PEP 621) with a usual
 * name, with those that it includes.
 */
export function testRequirements(table: Table): string[] {
  const project = tableAt(table, 'project');
  const sources: Sources = {
    group: tableAt(table, 'dependency-groups'),
    extra: tableAt(project, 'optional-dependencies'),
    project: normalizedName(textAt(project, 'name') ?? ''),
  };
  for (const kind of ['group', 'extra'] as const) {
    const name = groupNames.find((one) => Array.isArray(sources[kind][one]));
    if (name) return [...new Set(expand(kind, name, sources, new Set()))];
  }
  return [];
}

interface Sources {
  readonly group: Table;
  readonly extra: Table;
  readonly project: string;
}

/** Follows `{ include-group = "other" }`, and `project[other]`: the project's own extras. */
function expand(
  kind: 'group' | 'extra',
  name: string,
  sources: Sources,
  seen: Set<string>,
): string[] {
  const entries = sources[kind][name];
  if (!Array.isArray(entries) || seen.has(`${kind} ${name}`)) return [];
  seen.add(`${kind} ${name}`);
  return entries.flatMap((entry: unknown) => {
    if (isTable(entry)) return expand('group', textAt(entry, 'include-group') ?? '', sources, seen);
    if (typeof entry !== 'string') return [];
    const [, owner = '', names = ''] = /^\s*([\w.-]+)\s*\[([^\]]*)\]\s*$/.exec(entry) ?? [];
    if (owner === '' || normalizedName(owner) !== sources.project) return [entry];
    return names.split(',').flatMap((extra) => expand('extra', extra.trim(), sources, seen));
  });
}

/** What the repository holds, as far as tests are concerned. */
export interface TestFiles {
  /** Every folder with a file for pytest in it or below it. */
  readonly folders: ReadonlySet<string>;
  /** Every file and folder. */
  readonly paths: ReadonlySet<string>;
}

const isTestFile = (path: string): boolean => /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path);

/** Looks once through all files, for `testPaths`. */
export function findTestFiles(listing: readonly string[]): TestFiles {
  const folders = new Set<string>();
  const paths = new Set<string>(listing);
  for (const file of listing) {
    const holdsTests = isTestFile(file);
    for (let folder = directoryOf(file); folder !== ''; folder = directoryOf(folder)) {
      if (paths.has(folder) && (!holdsTests || folders.has(folder))) break;
      paths.add(folder);
      if (holdsTests) folders.add(folder);
    }
  }
  return { folders, paths };
}

/**
 * Where a package's tests are: what pytest is told, or a folder beside the manifest; for the only
 * package of a repository also `tests/python` at the root.
 */
export function testPaths(
  table: Table,
  directory: string,
  files: TestFiles,
  alone: boolean,
): string[] {
  const stated = statedPaths(table).map((path) => resolvePath(directory, path));
  const present = stated.flatMap((path) => {
    if (!isGlob(path)) return files.paths.has(path) ? [path] : [];
    return [...files.paths].filter(toMatcher(path));
  });
  if (present.length > 0) return present;
  const folders = ['tests', 'test'].map((name) => resolvePath(directory, name));
  if (alone) folders.push('tests/python');
  return folders.filter((folder) => files.folders.has(folder)).slice(0, 1);
}

/** `testpaths`, in the table that pytest has long read and in the one of pytest 9; a list or words. */
function statedPaths(table: Table): string[] {
  const pytest = tableAt(table, 'tool', 'pytest');
  for (const options of [pytest, tableAt(pytest, 'ini_options')]) {
    const words = textAt(options, 'testpaths')?.split(/\s+/).filter(Boolean);
    const paths = words ?? textsAt(options, 'testpaths');
    if (paths.length > 0) return paths;
  }
  return [];
}
