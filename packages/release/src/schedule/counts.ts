/** Numbers by their place; another one in one place copies some hundreds, and not all of them. */
export type Counts = readonly (readonly number[])[];

const width = 128;

export function countsOf(numbers: readonly number[]): Counts {
  const rows = Math.ceil(numbers.length / width);
  return Array.from({ length: rows }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}

export function countAt(counts: Counts, at: number): number {
  return counts[Math.floor(at / width)]![at % width]!;
}

export function withCount(counts: Counts, at: number, count: number): Counts {
  const row = Math.floor(at / width);
  return counts.with(row, counts[row]!.with(at % width, count));
}
