import type { Outcome } from '../command.ts';
import type { Stage } from './stage.ts';

/** One answer of the rehearsal, with the unmodified client that is given it. */
export interface Answer {
  /** What is asked or wrong, in a few words: its row in the guide. */
  readonly what: string;
  readonly client: 'cargo' | 'curl' | 'twine' | 'uv' | 'gh';
  /** Of HTTP; 0 when the client succeeds and tells none. */
  readonly status: number;
  /** What the client prints of it; `…` stands for anything. */
  readonly says: string;
  /** The text was seen in the log of a real release; otherwise it is known from reading. */
  readonly seen?: true;
  drive(stage: Stage): Promise<Outcome>;
}

export function titleOf({ client, what, status, seen }: Answer): string {
  return `${client}, ${what}: ${status || 'done'}${seen ? '' : ' (from reading)'}`;
}

/** Whether a client's output tells of the answer, however it breaks the lines. */
export function tellsOf({ status, says }: Answer): (output: string) => boolean {
  const parts = says.split('…').map((part) => flat(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const wanted = new RegExp(parts.join('.*'));
  return (output) => {
    const plain = flat(output.replaceAll('\\"', '"').replaceAll('\\n', '\n'));
    return (status === 0 || plain.includes(` ${status} `)) && wanted.test(plain);
  };
}

/** uv and twine draw a border beside lines that they break. */
function flat(text: string): string {
  return text.replace(/[│╭╰─]/g, ' ').replace(/\s+/g, ' ');
}
