/** Shows new messages without a reload: asks for the page again and puts its list in place of the old one. */
const list = document.querySelector("[data-live]");
if (list !== null) {
  const events = new EventSource("/events");
  events.addEventListener("change", async () => {
    const response = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (fresh !== null) list.replaceChildren(...fresh.childNodes);
  });
}
