import { Bell } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import type { InboxState } from "./types";

/** The bell of the top bar. The number is in its name and a dot is beside it. */
export function InboxBell({ inbox }: { inbox: InboxState }) {
  return (
    <ButtonLink
      href={inbox.href}
      variant="quiet"
      size="sm"
      shape="icon"
      className="relative"
      aria-label={inbox.unread > 0 ? `Inbox, ${inbox.unread} unread` : "Inbox"}
    >
      <Bell aria-hidden className="size-4 stroke-[1.75]" />
      {inbox.unread > 0 ? (
        <span aria-hidden className="absolute top-1.5 right-1.5 size-1.5 rounded-full bg-danger-solid" />
      ) : null}
    </ButtonLink>
  );
}
