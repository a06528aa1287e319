/**
 * What makes of a request one whose body is sent as it is read, and never held: as long as fetch may have to send
 * it a second time, after a redirect or for a password, it keeps a copy of all of it.
 */
export const streamed = { redirect: 'error', window: null, duplex: 'half' } as const;
