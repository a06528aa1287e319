/**
 * The rooms of each package, each with those that it may look into, through their `index.ts` where they have one. Data
 * flows one way: a room looks only at those above it. A room within a room is named by its path. `files` stand outside
 * of all rooms, and any may look at them.
 */
export const houses = {
  release: {
    rooms: {
      finding: [],
      explanation: ['finding'],
      layout: [],
      platform: [],
      version: ['finding'],
      manifest: ['finding', 'version'],
      command: ['finding'],
      history: ['finding', 'version', 'command'],
      changelog: ['finding', 'version', 'manifest', 'history'],
      edit: ['finding', 'version', 'manifest'],
      artifact: ['finding', 'version', 'manifest', 'platform'],
      'plan/packages': ['finding', 'version', 'manifest'],
      'plan/tags': ['finding', 'version', 'manifest', 'plan/packages'],
      'plan/comparison': ['finding', 'version', 'manifest', 'plan/packages', 'plan/tags'],
      plan: ['finding', 'version', 'manifest'],
      schedule: ['finding', 'manifest', 'plan'],
      build: [
        'finding',
        'version',
        'manifest',
        'platform',
        'artifact',
        'layout',
        'plan',
        'command',
      ],
      request: ['finding'],
      identity: ['finding', 'request'],
      sbom: ['manifest', 'plan'],
      attestation: ['finding', 'identity', 'layout', 'plan'],
      registry: [
        'finding',
        'explanation',
        'version',
        'manifest',
        'plan',
        'history',
        'request',
        'identity',
      ],
      publish: [
        'finding',
        'attestation',
        'version',
        'manifest',
        'artifact',
        'plan',
        'command',
        'history',
        'build',
        'request',
        'identity',
        'registry',
        'schedule',
      ],
      report: ['finding', 'plan', 'registry', 'schedule', 'publish'],
    },
    files: ['ports'],
    /** The files that touch the machine. */
    machine: ['node', 'environment', 'copying', 'line-server', 'proxy', 'signing', 'verifying'],
  },
  doctor: {
    rooms: {
      workflow: [],
      script: [],
      'release-workflow': ['workflow', 'script'],
      claims: ['workflow', 'release-workflow'],
      evidence: ['claims'],
      checks: ['workflow', 'script', 'release-workflow', 'claims', 'evidence'],
      fix: ['claims', 'evidence'],
    },
    files: [],
    machine: [],
  },
  rehearsal: {
    rooms: {
      state: [],
      archive: [],
      message: ['state'],
      faults: ['state', 'message'],
      server: ['state', 'message', 'faults'],
      oidc: ['state', 'message', 'server'],
      sigstore: ['state', 'message', 'server', 'oidc'],
      'crates-io': ['state', 'archive', 'message', 'server', 'oidc'],
      pypi: ['state', 'archive', 'message', 'server', 'oidc', 'sigstore'],
      github: ['state', 'message', 'server', 'oidc'],
      admin: ['state', 'message', 'faults', 'server', 'oidc', 'crates-io', 'pypi', 'github'],
    },
    files: ['ready', 'upstream', 'upstream-fetch'],
    // A server is the machine.
    machine: ['**'],
  },
  workspace: {
    rooms: {
      settings: [],
      subject: ['settings'],
      stage: ['settings', 'subject'],
      'settings-check': ['settings', 'stage'],
      credential: ['subject', 'stage'],
      destination: ['settings', 'subject', 'stage', 'credential'],
      rehearsing: ['stage', 'subject', 'destination'],
      released: ['settings', 'subject', 'stage'],
      change: ['subject', 'stage'],
      builds: ['subject', 'stage', 'destination'],
      'release-page': ['subject', 'stage'],
      standing: ['settings', 'subject', 'stage', 'destination', 'rehearsing', 'released'],
      installing: ['subject', 'stage', 'released', 'standing'],
      setup: ['subject', 'stage', 'destination'],
      report: ['settings', 'subject', 'stage', 'destination'],
      commands: [
        'subject',
        'stage',
        'settings-check',
        'credential',
        'destination',
        'rehearsing',
        'released',
        'change',
        'builds',
        'release-page',
        'standing',
        'installing',
        'setup',
        'report',
      ],
    },
    files: ['process'],
    machine: ['process', 'terminal'],
  },
  nx: {
    rooms: {
      graph: [],
      matrix: ['graph'],
      'taken-over': ['graph'],
      'nx-release': ['taken-over'],
      generators: ['graph'],
      executors: ['graph', 'matrix', 'taken-over', 'nx-release'],
    },
    files: ['refusal'],
    // Nx's own process: the graph reads files by itself.
    machine: ['**'],
  },
};

/** Packages whose rooms are entered through their `index.ts` alone. */
export const withDoors = ['release', 'workspace'];

/** For `import/no-restricted-paths`. */
export const zones = Object.entries(houses).flatMap(([house, { rooms, files }]) =>
  Object.entries(rooms).map(([room, mayImport]) => ({
    target: `./packages/${house}/src/${room}`,
    from: `./packages/${house}/src`,
    except: [room, ...mayImport, ...files.map((file) => `${file}.ts`)].map((name) => `./${name}`),
    message: `The room ${room} may look only into: ${mayImport.join(', ') || 'nothing'}.`,
  })),
);
