/** Where gh-release leaves the address of the release's page for the summary. */
export const releasePageFile = 'dist/release/page.txt';
