import { isYankedRow, type Action } from '../plan/index.ts';
import { harmless, type Paint } from './terminal.ts';

/** How a release stands, for people: a line for each package and registry, and below it what is not as it ought to be. Pure. */
export function showStatus(
  { tag, repository }: { readonly tag: string; readonly repository: string | null },
  actions: readonly Action[],
  paint: Paint,
): string {
  const width = Math.max(0, ...actions.map((one) => nameOf(one).length));
  const groups = Map.groupBy(actions, ({ registry }) => registry);
  const title = repository === null ? tag : `${tag} of ${repository}`;
  return [
    '',
    paint('bold', title),
    ...[...groups].flatMap(([registry, rows]) => [
      '',
      `  ${paint('bold', registry)}`,
      ...[...Map.groupBy(rows, nameOf)].flatMap(([name, files]) =>
        showPackage(name.padEnd(width), files, paint),
      ),
    ]),
    '',
  ].join('\n');
}

/** A GitHub release is named by its tag. */
function nameOf({ registry, package: name, version }: Action): string {
  return registry === 'GitHub Releases' ? version : `${name} ${version}`;
}

function showPackage(name: string, files: readonly Action[], paint: Paint): string[] {
  const isThere = ({ decision }: Action): boolean => decision === 'already-there';
  const wrong = files.filter((one) => !isThere(one));
  const withdrawn = files.some(isYankedRow);
  const mark = wrong.length > 0 ? paint('red', '✖') : paint('green', '✔');
  const note = withdrawn ? paint('yellow', '  withdrawn') : '';
  const count = `${files.length - wrong.length} of ${files.length}`;
  return [
    `    ${mark} ${name}  ${count}${note}`,
    ...wrong.map(({ file, why }) => `        ${harmless(file)}  ${paint('dim', harmless(why))}`),
  ];
}
