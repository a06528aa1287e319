const second = 1000;
const minute = 60 * second;

/**
 * Milliseconds until it is told again that there are so many left: every half minute in the end, every minute before, and
 * every five where it takes long, on the whole ones. A night of waiting is to be read in a log.
 */
export function untilTold(left: number): number {
  const step = left > 10 * minute ? 5 * minute : left > 2 * minute ? minute : 30 * second;
  const rest = left % step;
  return rest < step / 10 ? rest + step : rest;
}
