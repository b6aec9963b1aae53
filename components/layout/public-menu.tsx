"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";

/** The pages of the public bar on phones, behind a button. */
export function PublicMenu({ links }: { links: readonly { href: string; label: string }[] }) {
  if (links.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button variant="quiet" size="sm" shape="icon" aria-label="Pages" className="sm:hidden">
          <MenuIcon aria-hidden className="size-4 stroke-[1.75]" />
        </Button>
      }
    >
      {links.map((link) => (
        <MenuItem key={link.href} asChild>
          <Link href={link.href}>{link.label}</Link>
        </MenuItem>
      ))}
    </Menu>
  );
}
