/** Lets all promises that are settled be heard. */
export async function turn(): Promise<void> {
  for (let at = 0; at < 10; at += 1) await Promise.resolve();
}
