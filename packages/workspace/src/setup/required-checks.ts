/**
 * The checks that a pull request has to pass: ids of the jobs in ci.yml, and the names under which GitHub
 * shows them. Those of a ruleset must be spelled in just this way.
 */
export const checkNames = {
  test: 'test / Test Suite',
  quality: 'quality / Code Quality',
  'python-test': 'python-test / Python Tests',
} as const;
