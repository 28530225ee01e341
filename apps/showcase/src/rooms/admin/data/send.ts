/** A mutation that was sent by `initiate`. */
interface Sent extends PromiseLike<unknown> {
  reset(): void;
}

/** Lets a mutation run that no component waits for: while it is under way it stands in the state, and then no more. */
export function sendAndForget(sent: Sent): void {
  sent.then(
    () => sent.reset(),
    () => sent.reset(),
  );
}
