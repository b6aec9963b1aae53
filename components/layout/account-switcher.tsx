"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import { useRef } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import type { AccountChoice, FormTarget } from "./types";

export type AccountSwitcherProps = {
  accounts: readonly AccountChoice[];
  accountId: string;
  /** Receives `accountId`. Without it, or with one account, the name is shown and nothing opens. */
  switchTo?: FormTarget | undefined;
};

const FRAME =
  "mb-3 flex w-full items-center gap-2 rounded-control border border-line bg-surface px-2 py-[7px] text-left text-ink";

/** Which account the pages are about. */
export function AccountSwitcher({ accounts, accountId, switchTo }: AccountSwitcherProps) {
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const current = accounts.find((account) => account.id === accountId) ?? accounts[0];
  if (!current) return null;
  const face = (
    <>
      <Avatar name={current.name} of="account" size="sm" />
      <span className="min-w-0 flex-1 truncate font-medium text-sm">{current.name}</span>
    </>
  );
  if (!switchTo || accounts.length < 2) return <div className={FRAME}>{face}</div>;
  function choose(id: string) {
    if (field.current) field.current.value = id;
    form.current?.requestSubmit();
  }
  return (
    <>
      <form ref={form} action={switchTo} method={typeof switchTo === "string" ? "post" : undefined} hidden>
        <input ref={field} type="hidden" name="accountId" defaultValue={current.id} />
      </form>
      <Menu
        align="start"
        className="w-54"
        trigger={
          <button type="button" className={`${FRAME} hover:border-line-strong`}>
            {face}
            <span className="sr-only">, switch account</span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 stroke-2" />
          </button>
        }
      >
        <MenuLabel>Accounts</MenuLabel>
        {accounts.map((account) => (
          <MenuItem key={account.id} onSelect={() => choose(account.id)}>
            <Avatar name={account.name} of="account" size="sm" />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{account.name}</span>
              {account.detail ? <span className="block text-muted text-xs">{account.detail}</span> : null}
            </span>
            {account.id === current.id ? (
              <>
                <Check aria-hidden className="text-brand" />
                <span className="sr-only">current</span>
              </>
            ) : null}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
