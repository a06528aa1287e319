import retiredExceptions from 'spdx-exceptions/deprecated.json' with { type: 'json' };
import exceptions from 'spdx-exceptions/index.json' with { type: 'json' };
import retiredLicenses from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import licenses from 'spdx-license-ids/index.json' with { type: 'json' };

/**
 * The SPDX license list (https://spdx.org/licenses/): what a license expression may name.
 * Retired identifiers are among them, for crates.io takes those too.
 */
export const licenseIds: ReadonlySet<string> = new Set([...licenses, ...retiredLicenses]);

/** What may stand behind WITH. */
export const exceptionIds: ReadonlySet<string> = new Set([...exceptions, ...retiredExceptions]);
