import { v7 } from 'uuid';

/** A new row id: UUID version 7 (RFC 9562), so that new rows lie together in the index. Never a secret. */
export const newId = (): string => v7();
