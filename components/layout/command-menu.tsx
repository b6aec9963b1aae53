"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { filterPages } from "./filter-pages";
import type { NavItem } from "./types";

export type CommandMenuProps = { pages: readonly NavItem[]; label: string; placeholder: string };

/** The search box and the dialog behind it: Ctrl K, arrows, Enter. Jumps between pages. */
export function CommandMenu({ pages, label, placeholder }: CommandMenuProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent) {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen((was) => !was);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="flex h-8 w-60 items-center gap-2 rounded-control border border-line bg-surface px-2 text-faint text-sm whitespace-nowrap hover:border-line-strong max-lg:hidden">
        <Search aria-hidden className="size-3.5 stroke-2" />
        {placeholder}
        <span className="ml-auto flex">
          <Kbd>Ctrl K</Kbd>
        </span>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="enter-fade fixed inset-0 z-30 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="enter-fade fixed top-24 left-1/2 z-40 w-140 max-w-[calc(100vw-2rem)] -translate-x-1/2 overflow-hidden rounded-dialog bg-raised shadow-dialog outline-none"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <CommandList pages={pages} label={label} onDone={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type CommandListProps = { pages: readonly NavItem[]; label: string; onDone: () => void };

function CommandList({ pages, label, onDone }: CommandListProps) {
  const listId = useId();
  const router = useRouter();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const found = filterPages(pages, query);
  const active = found[Math.min(chosen, found.length - 1)];
  function go(page: NavItem | undefined) {
    if (!page) return;
    onDone();
    router.push(page.href);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setChosen((was) => (Math.min(was, found.length - 1) + step + found.length) % found.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(active);
    }
  }
  return (
    <>
      <div className="flex items-center gap-3 border-line border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 stroke-[1.75] text-faint" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={active ? `${listId}-${active.href}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          value={query}
          placeholder="Jump to a page"
          className="h-12 w-full bg-transparent text-ink text-base outline-none placeholder:text-faint"
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Pages" className="max-h-80 overflow-auto p-1">
        {found.map((page) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter in the field does the same
          <div
            key={page.href}
            id={`${listId}-${page.href}`}
            role="option"
            aria-selected={page === active}
            onClick={() => go(page)}
            onPointerMove={() => setChosen(found.indexOf(page))}
            className={classNames(
              "flex h-10 items-center gap-3 rounded-control px-3 text-ink text-sm",
              page === active && "bg-hover",
            )}
          >
            <Icon name={page.icon} className="text-muted" />
            <span className="min-w-0 truncate">{page.label}</span>
            {page.trail?.length ? (
              <span className="ml-auto text-faint text-xs">
                {page.trail.map((crumb) => crumb.label).join(" / ")}
              </span>
            ) : null}
          </div>
        ))}
      </div>
      <p role="status" className={found.length > 0 ? "sr-only" : "px-4 pb-4 text-muted text-sm"}>
        {found.length > 0 ? `${found.length} pages` : `No page matches “${query}”.`}
      </p>
    </>
  );
}
