/** Refused by our own rule before anything was sent. `reason` is for the log: the message says nothing a port scanner could use. */
export class OutboundRefused extends Error {
  override name = 'OutboundRefused';
  readonly reason: string;

  constructor(reason: string) {
    super('Adresse injoignable ou refusée');
    this.reason = reason;
  }
}

export type OutboundReason = 'timeout' | 'aborted' | 'dns' | 'connect' | 'tls' | 'cut' | 'too_large' | 'encoding';

/** `before_send`: not one byte of the request left. `after_send`: it may have been received and acted upon. */
export class OutboundFailed extends Error {
  override name = 'OutboundFailed';
  readonly phase: 'before_send' | 'after_send';
  readonly reason: OutboundReason;

  constructor(failure: { phase: 'before_send' | 'after_send'; reason: OutboundReason; cause?: unknown }) {
    super(failure.phase === 'before_send' ? 'Adresse injoignable ou refusée' : 'Réponse absente ou incomplète', {
      cause: failure.cause,
    });
    this.phase = failure.phase;
    this.reason = failure.reason;
  }
}
