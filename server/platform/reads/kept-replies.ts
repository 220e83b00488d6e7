// Replies already built, so that an unchanged list is not built again. Whether it is unchanged is asked of the database at
// each request: nothing here is ever stale, on any number of processes (decision 0007).

/** `headers`: the ETag's among them, and the Link of a list that goes on. */
export type Reply = { body: Buffer; etag: string; headers: Record<string, string> };
/** `chantiers`: those that the key was bound to when it was read. */
export type Kept = Reply & { changed: string; chantiers: string };

export type KeptReplies = {
  get: (name: string) => Kept | undefined;
  put: (name: string, kept: Kept) => void;
};

/** Drops the least recently used beyond `max_bytes`; what is larger than a sixteenth of it is not kept. */
export function keepReplies({ max_bytes }: { max_bytes: number }): KeptReplies {
  const kept = new Map<string, Kept>();
  let bytes = 0;
  const drop = (name: string) => {
    bytes -= kept.get(name)?.body.length ?? 0;
    kept.delete(name);
  };
  return {
    get: name => {
      const found = kept.get(name);
      if (!found) return undefined;
      kept.delete(name);
      kept.set(name, found);
      return found;
    },
    put: (name, reply) => {
      drop(name);
      if (reply.body.length > max_bytes / 16) return;
      kept.set(name, reply);
      bytes += reply.body.length;
      for (const oldest of kept.keys()) {
        if (bytes <= max_bytes) break;
        drop(oldest);
      }
    },
  };
}
