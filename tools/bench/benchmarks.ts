import { cold } from './cold.ts';
import { again } from './again.ts';
import { crates } from './crates.ts';
import { graph, matrix, plan } from './graph.ts';
import { notesHistory, notesLatest, notesPackages } from './notes.ts';
import { observe } from './observe.ts';
import { release } from './release.ts';
import { uploads } from './uploads.ts';
import { scale } from './scale.ts';
import type { Benchmark, Size } from './measure.ts';

/** By name. */
export const benchmarks: Readonly<Record<string, (size: Size) => Promise<Benchmark>>> = {
  again,
  cold,
  crates,
  graph,
  matrix,
  observe,
  plan,
  release,
  uploads,
  scale,
  'notes-latest': notesLatest,
  'notes-packages': notesPackages,
  'notes-history': notesHistory,
};
