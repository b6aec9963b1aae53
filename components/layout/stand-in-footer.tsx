import type { StandIn } from "./types";

/** Foot of the signed-in pages. */
export function StandInFooter({ standIns }: { standIns: readonly StandIn[] }) {
  if (standIns.length === 0) return null;
  return (
    <footer className="mt-auto">
      <StandInList standIns={standIns} />
    </footer>
  );
}

/** Names the services that a local stand-in plays, so that nobody takes them for the real ones. */
export function StandInList({ standIns }: { standIns: readonly StandIn[] }) {
  if (standIns.length === 0) return null;
  return (
    <div className="border-line border-t px-8 py-3 text-faint text-xs max-lg:px-4">
      <ul aria-label="Local stand-ins" className="mx-auto flex max-w-(--page-max) flex-wrap gap-x-4 gap-y-1">
        {standIns.map((entry) => (
          <li key={entry.name}>
            {entry.name}:{" "}
            {entry.url ? (
              <a href={entry.url} className="text-muted underline underline-offset-2">
                {entry.standIn}
              </a>
            ) : (
              <span className="text-muted">{entry.standIn}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
