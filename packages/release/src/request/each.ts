/** A registry takes many questions at once; thousands would be rude, and wait for each other all the same. */
const atOnce = 32;

/**
 * Asks about each of these, up to 32 at the same time; gives the answers in their order.
 * @throws the first error, after which nothing more is asked.
 */
export async function askEach<T, R>(
  items: readonly T[],
  question: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      answers[at] = await question(items[at]!);
    }
  };
  const ended = Array.from({ length: Math.min(atOnce, items.length) }, work);
  try {
    await Promise.all(ended);
  } finally {
    next = items.length;
  }
  return answers;
}
