import type { Job, Texts, Workflow } from '../workflow/index.ts';

/** A secret of the repository that a workflow hands to steps as a variable. */
export interface HandedOn {
  readonly file: string;
  readonly line: number;
  /** The variable's name. */
  readonly name: string;
  readonly secret: string;
}

interface Place {
  readonly file: string;
  readonly env: Texts;
}

/** The secrets that reach steps as variables of these names: of the whole workflow, or of some of its jobs. */
export function secretsHandedOn(
  { file, env, jobs }: Workflow,
  isWanted: (name: string) => boolean,
  ofJobs: readonly Job[] = jobs,
): readonly HandedOn[] {
  const places: Place[] = [
    { file, env },
    ...ofJobs.flatMap((job) => [{ file, env: job.env }, ...job.steps]),
  ];
  return places.flatMap((place) =>
    [...place.env].flatMap(([name, { value, line }]) => {
      const secret = /\bsecrets\.([\w-]+)/.exec(value)?.[1];
      return secret && isWanted(name) ? [{ file: place.file, name, line, secret }] : [];
    }),
  );
}
