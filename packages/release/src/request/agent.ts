/** How we name ourselves: crates.io refuses clients that do not say who they are. */
export const userAgent = 'slipway/0.1 (https://github.com/slipway-release/slipway)';
