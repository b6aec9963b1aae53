/** First stop of the keyboard: jumps over the navigation to `<main id="main">`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed -top-16 left-4 z-50 rounded-control bg-raised px-3 py-2 shadow-pop focus:top-3"
    >
      Skip to content
    </a>
  );
}
