import {
  leftAside,
  notMaturin,
  nowhere,
  optInNeeded,
  patchedDependency,
  type Finding,
} from '../../finding/index.ts';
import type { Repository } from '../../manifest/index.ts';
import { checkSameNames } from './names.ts';

/** What is to be said of the repository as a whole: SLW116, 117, 120, 128, 140. */
export function checkRepository(repository: Repository): Finding[] {
  const { crates, others, workspaces, aside } = repository;
  return [
    ...checkSameNames(repository),
    ...checkConsent(crates),
    ...checkPatches(workspaces),
    ...checkBackends(others),
    ...(aside.length > 0 ? [leftAside.at(nowhere, { files: aside })] : []),
  ];
}

function checkConsent(crates: Repository['crates']): Finding[] {
  const asked = crates.filter(({ publish }) => publish === 'opt-in');
  const [first] = asked;
  if (!first) return [];
  const names = asked.map(({ name }) => name);
  const at = { file: first.manifest, line: first.line };
  return [optInNeeded.at(at, { names, example: first.name })];
}

function checkPatches(workspaces: Repository['workspaces']): Finding[] {
  return workspaces
    .filter(({ patched }) => patched.length > 0)
    .map(({ manifest, patched, patchLine }) =>
      patchedDependency.at({ file: manifest, line: patchLine }, { names: patched.join(', ') }),
    );
}

function checkBackends(others: Repository['others']): Finding[] {
  return [...Map.groupBy(others, ({ backend }) => backend)].flatMap(([backend, group]) => {
    const [first] = group;
    if (!first) return [];
    const at = { file: first.manifest, line: first.line };
    return [notMaturin.at(at, { names: group.map(({ name }) => name), backend })];
  });
}
