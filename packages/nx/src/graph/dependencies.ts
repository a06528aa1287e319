import type { CreateDependencies, DependencyType } from '@nx/devkit';
import type { Repository } from '@slipway/release/manifest';
import { inferProjects } from './projects.ts';

/** The value alone: loading @nx/devkit for one constant would cost each run a fifth of a second. */
const staticEdge = 'static' as DependencyType.static;

type Edges = Awaited<ReturnType<CreateDependencies>>;
type Projects = Parameters<CreateDependencies>[1]['projects'];

/** The edges between inferred projects, by the names that Nx gave them in the end. */
export function inferDependencies(repository: Repository, nxProjects: Projects): Edges {
  const names = new Map(Object.entries(nxProjects).map(([name, { root }]) => [root, name]));
  return inferProjects(repository).flatMap((project) => {
    const source = names.get(project.root);
    const sourceFile = project.crate?.manifest ?? project.python?.manifest;
    if (!source || !sourceFile) return [];
    return project.needs.flatMap((root) => {
      const target = names.get(root);
      return target ? [{ source, target, sourceFile, type: staticEdge }] : [];
    });
  });
}
