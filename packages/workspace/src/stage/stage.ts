import type { Workshop } from '@slipway/release/command';
import type { Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import type { Pace, Told } from '@slipway/release/publish';
import type { DestinationName } from '@slipway/release/registry';
import type { CheckRow, Report, VersionRow } from '@slipway/release/report';
import type { Estimate } from '@slipway/release/schedule';
import type { PlatformChoice, PluginOptions } from '../settings/index.ts';
import type { Subject } from '../subject/index.ts';
import type { Screen } from './host.ts';

/** Options that every stage's executor takes. */
export interface StageOptions {
  readonly manifest?: string;
  readonly destination?: DestinationName;
  readonly report?: string;
  readonly continue?: boolean;
  /** Minutes that a registry is waited for that names an instant; 30 when left out. */
  readonly maxWait?: number;
  /** Whether the other files of a version are uploaded when one was refused. */
  readonly keepGoing?: boolean;
  readonly port?: number;
  /** What goes wrong at the loopback registries, each in a line. */
  readonly fault?: readonly string[];
  /** Everything up to the gate, and nothing that is published. */
  readonly dryRun?: boolean;
  /** With an owner's own tokens instead of an identity. */
  readonly emergency?: boolean;
  /** Whether an emergency may be released in CI. */
  readonly inCi?: boolean;
  /** Whether code of others may run in reach of an identity or a credential. */
  readonly buildBesideIdentity?: boolean;
  /** Platforms of the wheels, as Rust target triples. */
  readonly targets?: readonly string[];
}

/** Where a stage works. */
export interface Place {
  /** The folder of the repository, absolute. */
  readonly root: string;
  readonly workshop: Workshop;
}

/** What is released. */
export interface Matter {
  readonly subject: Subject;
  readonly settings: PluginOptions;
  /** The platforms of every Python package. */
  readonly platforms: readonly PlatformChoice[];
}

/** Where it goes, and how. */
export interface Way extends Pace {
  readonly destination: DestinationName;
  /** With an owner's own tokens instead of an identity. */
  readonly emergency: boolean;
  readonly continues: boolean;
  /** Where the artifacts of other jobs are, absolute; null where everything is built here. */
  readonly artifacts: string | null;
}

/** What a stage finds, does and leaves, for the report. */
export interface Notes extends Omit<Told, keyof Pace> {
  found(findings: readonly Finding[], shown?: 'shown'): void;
  version(row: VersionRow): void;
  checked(rows: readonly CheckRow[]): void;
  estimated(estimate: Estimate): void;
  /** So long its own work took, in milliseconds, where it waited for that of others as well. */
  took(milliseconds: number): void;
  /** Leaves what there is of this stage's part of the report, for whoever reads it before this stage ends. */
  keep(): Promise<void>;
  /** Writes the report as it stands, this stage included; of the repository as the stage knows it. */
  report(repository?: Repository): Promise<Report>;
}

/** All that a stage is given. Whoever needs less of it takes less. */
export interface Stage extends Place, Matter, Way, Notes, Screen {}
