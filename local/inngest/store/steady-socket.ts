import { Socket } from "node:net";

/** How long a lost connection is still presented as open, so that whoever uses it gets an error and lets go of it. */
const FAREWELL_MS = 250;

/**
 * A socket that tells postgres.js of a lost connection in two parts: the error at once, the close a moment later.
 *
 * postgres.js (3.4.9) forgets its socket on close, and the next query or rollback of a transaction that was under way
 * then writes to null outside of every try: the process dies (porsager/postgres issues 1154 and 1208). Here such a
 * write meets a socket that answers with an error, the transaction fails like any other, and the pool reconnects.
 */
export class SteadySocket extends Socket {
  #isFarewell = false;
  #isEndedByUs = false;

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    // An end we asked for ourselves needs no delay: nothing is under way then.
    if (event !== "close" || this.#isFarewell || this.#isEndedByUs) return super.emit(event, ...values);
    this.#isFarewell = true;
    this.#fail();
    setTimeout(() => super.emit("close", ...values), FAREWELL_MS);
    return true;
  }

  override write(...values: unknown[]): boolean {
    if (!this.destroyed) return super.write(...(values as Parameters<Socket["write"]>));
    setImmediate(() => this.#fail());
    return false;
  }

  override end(...values: unknown[]): this {
    // postgres.js says goodbye to the server; the stream's own end, when the server went first, says nothing.
    this.#isEndedByUs ||= values.length > 0;
    return super.end(...(values as Parameters<Socket["end"]>));
  }

  #fail(): void {
    if (this.listenerCount("error") === 0) return;
    super.emit("error", new Error("the connection to Postgres was lost"));
  }
}
