export { installChecks } from './install-checks.ts';
export { installsOf, sideBySide } from './installs.ts';
export { pythonChecks } from './python-checks.ts';
