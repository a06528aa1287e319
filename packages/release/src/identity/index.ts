export * from './secret.ts';
export * from './claims.ts';
export * from './token.ts';
export * from './exchange.ts';
export * from './renewed.ts';
