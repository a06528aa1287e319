import type { Ports } from '@slipway/release';
import type { Finding } from '@slipway/release/finding';
import type { DestinationName } from '@slipway/release/registry';
import type { Secret } from '@slipway/release/identity';
import type { Paint } from '@slipway/release/report';
import type { PluginOptions } from '../settings/index.ts';
import type { Subject } from '../subject/index.ts';

/** Where a person looks, and answers: the one way for everything that is printed or asked. */
export interface Screen {
  /** Prints a text, of one line or many. */
  readonly show: (text: string) => void;
  readonly paint: Paint;
  /** Asks whether to go on, where somebody can answer; elsewhere `--yes` must. */
  isAgreed(steps: number): Promise<boolean>;
  /** A secret typed in, or the first line of a pipe; null when there is none. */
  askSecret(question: string): Promise<Secret | null>;
  /** All that is piped in. */
  readInput(): Promise<Uint8Array>;
}

/** A release that is to be published, as it was asked for. */
export interface ReleaseRun {
  readonly destination: DestinationName;
  /** Whether code of others may run beside an identity. */
  readonly isAllowed: boolean;
}

/** What starts a stage and hands it the world: Nx, or another command line. */
export interface Host extends Screen {
  /** The folder of the repository, absolute. */
  readonly root: string;
  readonly ports: Ports;
  /** The plugin's options in nx.json. */
  readonly settings: PluginOptions;
  readonly subject: Subject;
  /** What the stage runs for, and as what, in the report: a project and its target; the stage's own name where null. */
  readonly project: string;
  readonly target: string | null;
  /** The release that this run is to end with; null where it only builds, tests or looks. */
  readonly release: ReleaseRun | null;
  /** Stages of the release that something else has taken the place of: SLW520, SLW521. */
  takenOver(): Promise<Finding[]>;
}
