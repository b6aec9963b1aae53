"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import type { RailSide } from "./rail-nav";

/** The rail behind a button, below 1024 px. Closes when the page changes. */
export function NavSheet({ side, children }: { side: RailSide; children: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const admin = side === "admin";
  return (
    <Sheet
      title="Navigation"
      open={openAt === path}
      onOpenChange={(open) => setOpenAt(open ? path : null)}
      className={admin ? "bg-admin-rail text-admin-rail-text" : undefined}
      trigger={
        <Button
          size="sm"
          shape="icon"
          aria-label="Navigation"
          className={
            admin
              ? "border-admin-rail-line bg-transparent text-admin-rail-strong hover:bg-admin-rail-hover lg:hidden"
              : "lg:hidden"
          }
        >
          <MenuIcon aria-hidden className="size-4 stroke-[1.75]" />
        </Button>
      }
    >
      {children}
    </Sheet>
  );
}
