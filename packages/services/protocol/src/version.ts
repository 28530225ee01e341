/** The version of the wire format. Raising it needs a line in `history.md`; a test sees to that. */
export const PROTOCOL_VERSION = 2;
