"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import { usePathname } from "next/navigation";
import { useId, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { computeSwitchAddress } from "./compute-switch-address";
import { CreateOrganizationDialog } from "./create-organization-dialog";
import type { AccountChoice } from "./types";

export type AccountSwitcherProps = {
  accounts: readonly AccountChoice[];
  /** Slug of the account the pages are about. */
  account: string;
};

const GROUPS = [
  { kind: "personal", label: "Personal" },
  { kind: "organization", label: "Organizations" },
] as const;

/** Which account the pages are about, the way to the same page of another, and to a new one. */
export function AccountSwitcher({ accounts, account }: AccountSwitcherProps) {
  const triggerId = useId();
  const [creating, setCreating] = useState(false);
  const current = accounts.find(({ slug }) => slug === account) ?? accounts[0];
  if (!current) return null;
  return (
    <>
      <Menu
        align="start"
        className="w-54"
        trigger={
          <button
            id={triggerId}
            type="button"
            className="mb-3 flex w-full items-center gap-2 rounded-control border border-line bg-surface px-2 py-[7px] text-left text-ink hover:border-line-strong"
          >
            <Avatar name={current.name} of="account" size="sm" />
            <span className="min-w-0 flex-1 truncate font-medium text-sm">{current.name}</span>
            <span className="sr-only">, switch account</span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 stroke-2" />
          </button>
        }
      >
        {GROUPS.map(({ kind, label }) => {
          const choices = accounts.filter((each) => each.kind === kind);
          if (choices.length === 0) return null;
          return (
            <div key={kind}>
              <MenuLabel>{label}</MenuLabel>
              {choices.map((choice) => (
                <Choice key={choice.slug} choice={choice} current={choice === current} />
              ))}
            </div>
          );
        })}
        <MenuSeparator />
        <MenuItem onSelect={() => setCreating(true)}>
          <Plus aria-hidden />
          Create organization
        </MenuItem>
      </Menu>
      {creating ? (
        <CreateOrganizationDialog returnFocusTo={triggerId} onClose={() => setCreating(false)} />
      ) : null}
    </>
  );
}

/** Leads there by a whole load: nothing that the browser keeps of one account's pages is shown in another's. */
function Choice({ choice, current }: { choice: AccountChoice; current: boolean }) {
  const address = computeSwitchAddress(choice, usePathname());
  return (
    <MenuItem asChild>
      <a href={address} aria-current={current || undefined}>
        <Avatar name={choice.name} of="account" size="sm" />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{choice.name}</span>
          <span className="block text-muted text-xs">{choice.detail}</span>
        </span>
        {current ? (
          <>
            <Check aria-hidden className="text-brand" />
            <span className="sr-only">current</span>
          </>
        ) : null}
      </a>
    </MenuItem>
  );
}
