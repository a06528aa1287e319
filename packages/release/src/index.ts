/** What a release is. Each room can also be imported by its own name: `@slipway/release/plan`. */
export * from './artifact/index.ts';
export * from './build/index.ts';
export * from './changelog/index.ts';
export * from './command/index.ts';
export * from './edit/index.ts';
export * from './finding/index.ts';
export * from './history/index.ts';
export * from './identity/index.ts';
export * from './layout/index.ts';
export * from './manifest/index.ts';
export * from './plan/index.ts';
export * from './platform/index.ts';
export * from './ports.ts';
export * from './publish/index.ts';
export * from './registry/index.ts';
export * from './report/index.ts';
export * from './version/index.ts';
