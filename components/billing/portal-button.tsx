"use client";

import { openPortal } from "@/components/api/billing-calls";
import { useAct } from "@/components/api/use-act";
import { useAccountPath } from "@/components/layout/use-account-path";
import { Button, type ButtonProps } from "@/components/ui/button";
import { showRefusal } from "@/components/ui/toast";

export type PortalButtonProps = Omit<ButtonProps, "onClick" | "busy"> & {
  /** Part of the portal to start in, by the provider's name for it. */
  flow?: string | undefined;
};

/** Opens the provider's portal. A refusal stays on the page until it is closed. */
export function PortalButton({ flow, ...look }: PortalButtonProps) {
  const returnPath = useAccountPath()("/billing");
  const act = useAct(openPortal);
  async function open() {
    const result = await act.run("portal", flow === undefined ? { returnPath } : { returnPath, flow });
    if (result.ok) window.location.assign(result.data.url);
    else
      showRefusal({
        title: "The provider portal did not open",
        detail: result.requestId ? `${result.message} (${result.requestId})` : result.message,
        onRetry: () => void open(),
      });
  }
  return <Button {...look} busy={act.busyWith !== null} onClick={() => void open()} />;
}
