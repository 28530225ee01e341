/**
 * The flags of a process that its worker needs to find the same modules: the conditions, and nothing that tells how
 * the process itself was started (`--input-type`, `--eval`, `--watch`).
 */
export function workerFlags(flags: readonly string[]): string[] {
  return flags.flatMap((flag, index) => {
    if (/^(--conditions|-C)=/.test(flag)) return [flag];
    const value = flags[index + 1];
    return (flag === '--conditions' || flag === '-C') && value !== undefined ? [`--conditions=${value}`] : [];
  });
}
