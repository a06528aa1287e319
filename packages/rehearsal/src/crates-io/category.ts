/** Slugs of crates.io (`GET /api/v1/category_slugs`), a parent with its children. */
const families: Readonly<Record<string, string>> = {
  accessibility: '',
  aerospace: 'drones protocols simulation space-protocols unmanned-aerial-vehicles',
  algorithms: '',
  'api-bindings': '',
  asynchronous: '',
  authentication: '',
  automotive: '',
  caching: '',
  'command-line-interface': '',
  'command-line-utilities': '',
  compilers: '',
  compression: '',
  'computer-vision': '',
  concurrency: '',
  config: '',
  cryptography: 'cryptocurrencies',
  'data-structures': '',
  database: '',
  'database-implementations': '',
  'date-and-time': '',
  'development-tools':
    'build-utils cargo-plugins debugging ffi procedural-macro-helpers profiling testing',
  email: '',
  embedded: '',
  emulators: '',
  encoding: '',
  'external-ffi-bindings': '',
  filesystem: '',
  finance: '',
  'game-development': '',
  'game-engines': '',
  games: '',
  graphics: '',
  gui: '',
  'hardware-support': '',
  internationalization: '',
  localization: '',
  mathematics: '',
  'memory-management': '',
  multimedia: 'audio encoding images video',
  'network-programming': '',
  'no-std': 'no-alloc',
  os: 'android-apis freebsd-apis linux-apis macos-apis unix-apis windows-apis',
  'parser-implementations': '',
  parsing: '',
  rendering: 'data-formats engine graphics-api',
  'rust-patterns': '',
  science:
    'bioinformatics bioinformatics::genomics bioinformatics::proteomics bioinformatics::sequence-analysis ' +
    'computational-chemistry computational-chemistry::cheminformatics ' +
    'computational-chemistry::electronic-structure computational-chemistry::molecular-simulation ' +
    'computational-chemistry::ppc computational-chemistry::structure-of-matter geo neuroscience ' +
    'quantum-computing robotics',
  security: '',
  simulation: '',
  'template-engine': '',
  'text-editors': '',
  'text-processing': '',
  'value-formatting': '',
  virtualization: '',
  visualization: '',
  wasm: '',
  'web-programming': 'http-client http-server websocket',
};

export const categorySlugs: readonly string[] = Object.entries(families).flatMap(
  ([parent, children]) => [
    parent,
    ...children
      .split(' ')
      .filter(Boolean)
      .map((child) => `${parent}::${child}`),
  ],
);
