/** Gives the focus to the first of these elements that is on the page, by id. */
export function giveFocus(ids: readonly string[]): void {
  for (const id of ids) {
    const element = document.getElementById(id);
    if (element) {
      element.focus();
      return;
    }
  }
}
