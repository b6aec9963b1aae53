/** Why a call was refused, in words a person can act on. `code` is the contract's error code. */
export type Refusal = { ok: false; code: string; message: string; requestId: string | null };

/** What a browser-side call returns: refusals are values, never exceptions. */
export type CallResult<T> = { ok: true; data: T } | Refusal;
