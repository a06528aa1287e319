export { checkAgreement, type Agreement } from './agreement.ts';
export * from './artifacts.ts';
export { checkPackage } from './check.ts';
export * from './decide.ts';
export { hostTriple } from './host.ts';
export { orderCrates } from './order.ts';
export { describePackages, type PackageRow, type PlatformRow } from './packages.ts';
