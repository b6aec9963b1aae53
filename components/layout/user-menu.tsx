"use client";

import { ArrowLeftRight, Ellipsis, LogOut } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { THEME_OPTIONS } from "@/components/theme/theme-switch";
import { useStoredTheme } from "@/components/theme/use-stored-theme";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import type { RailSide } from "./rail-nav";
import type { FormTarget, Viewer } from "./types";

export type UserMenuProps = { viewer: Viewer; signOut: FormTarget; side: RailSide };

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ viewer, signOut, side }: UserMenuProps) {
  const form = useRef<HTMLFormElement>(null);
  const [theme, changeTheme] = useStoredTheme();
  const admin = side === "admin";
  return (
    <div className="flex items-center gap-2 p-2">
      <Avatar
        name={viewer.name}
        of="person"
        src={viewer.avatarUrl}
        size="sm"
        className={admin ? "bg-admin-rail-active text-admin-rail-strong" : undefined}
      />
      <span
        className={classNames(
          "min-w-0 flex-1 truncate text-sm",
          admin ? "text-admin-rail-strong" : undefined,
        )}
      >
        {viewer.name}
      </span>
      <form ref={form} action={signOut} method={typeof signOut === "string" ? "post" : undefined} hidden />
      <Menu
        side="top"
        trigger={
          <Button
            variant="quiet"
            size="xs"
            shape="icon"
            aria-label="Account menu"
            className={
              admin
                ? "text-admin-rail-text hover:bg-admin-rail-hover hover:text-admin-rail-strong"
                : undefined
            }
          >
            <Ellipsis aria-hidden className="size-4 stroke-[1.75]" />
          </Button>
        }
      >
        <MenuLabel>
          <span className="block truncate font-medium text-ink">{viewer.name}</span>
          <span className="block truncate">{viewer.email}</span>
        </MenuLabel>
        <MenuSeparator />
        <MenuLabel>Theme</MenuLabel>
        <MenuChoices
          label="Theme"
          value={theme}
          options={THEME_OPTIONS}
          onChange={(next) => changeTheme(next as typeof theme)}
        />
        <MenuSeparator />
        {viewer.otherSide ? (
          <MenuItem asChild>
            <Link href={viewer.otherSide.href} prefetch={false}>
              <ArrowLeftRight aria-hidden />
              {viewer.otherSide.label}
            </Link>
          </MenuItem>
        ) : null}
        <MenuItem onSelect={() => form.current?.requestSubmit()}>
          <LogOut aria-hidden />
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
