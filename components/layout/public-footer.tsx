import { ThemeSwitch } from "@/components/theme/theme-switch";
import { StandInList } from "./stand-in-footer";
import type { StandIn } from "./types";

/** Foot of public pages: the theme, and which services are stand-ins. */
export function PublicFooter({ standIns }: { standIns: readonly StandIn[] }) {
  return (
    <footer className="mt-auto">
      <div className="mx-auto flex w-full max-w-[79rem] justify-end px-8 pb-6 max-sm:justify-start max-sm:px-4">
        <ThemeSwitch />
      </div>
      <StandInList standIns={standIns} />
    </footer>
  );
}
