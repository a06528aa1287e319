const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** Seconds as people say them, in at most two units: "8 h 40 min", "45 s". A part of the smaller counts as a whole. */
export function spellDuration(seconds: number): string {
  const top = units.findIndex(([, size]) => seconds >= size);
  if (top === -1) return seconds > 0 ? '1 s' : '0 s';
  const smallest = units[top + 1] ?? units[top]!;
  const rounded = Math.ceil(seconds / smallest[1]) * smallest[1];
  // What is rounded up may be a whole one of the next greater.
  if (top > 0 && rounded >= units[top - 1]![1]) return `1 ${units[top - 1]![0]}`;
  const [name, size] = units[top]!;
  const rest = (rounded % size) / smallest[1];
  const whole = `${Math.floor(rounded / size)} ${name}`;
  return rest > 0 ? `${whole} ${rest} ${smallest[0]}` : whole;
}
