/** Ids of the elements that get the focus when a dialog of the API keys closes. */
export const CREATE_KEY_ID = "create-key";
export const NEW_KEY_ID = "new-key";

/** Id of the menu button of a key's row. */
export function keyActionsId(id: string): string {
  return `key-actions-${id}`;
}
