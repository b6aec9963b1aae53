/** Asks the person to prove who they are. True once they have, false when they would rather not. */
export type Confirmation = () => Promise<boolean>;

let offered: Confirmation | null = null;
let asking: Promise<boolean> | null = null;

/** Says how people prove who they are on this page. Returns the function that takes it back. */
export function offerConfirmation(confirmation: Confirmation): () => void {
  offered = confirmation;
  return () => {
    if (offered === confirmation) offered = null;
  };
}

/** Has the person prove who they are. Calls that ask at the same time are answered by one dialog. */
export function confirmIdentity(): Promise<boolean> {
  if (!offered) return Promise.resolve(false);
  asking ??= offered().finally(() => {
    asking = null;
  });
  return asking;
}
