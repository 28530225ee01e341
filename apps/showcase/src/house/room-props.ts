/** What a room with documents is given: the name by which the server knows its document. */
export interface RoomProps {
  readonly documentName: string;
}

/** What a room without one is given. */
export interface PlainRoomProps {
  /** Where in the room, as the address says. */
  readonly inside: readonly string[];
}
