/** A project name as PEP 503 compares it: lower case, runs of `-`, `_` and `.` as one `-`. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
