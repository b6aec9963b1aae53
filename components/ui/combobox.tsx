"use client";

import { ChevronDown } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { classNames } from "./class-names";
import { INPUT_LOOK } from "./field";
import type { SelectOption } from "./select";

export type ComboboxProps = {
  id: string;
  /** Names the list for screen readers. */
  label: string;
  value: string;
  options: readonly SelectOption[];
  onChange: (value: string) => void;
  describedBy?: string | undefined;
};

/** Shown at a time; whoever wants another one types more of its name. */
const MOST_SHOWN = 50;

const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/gu, "")
    .replaceAll(/[_/]/gu, " ")
    .toLowerCase();

/** Options that hold every typed word, in their order. */
export function filterOptions(options: readonly SelectOption[], query: string): readonly SelectOption[] {
  const words = plain(query).split(" ").filter(Boolean);
  return options.filter(({ label }) => words.every((word) => plain(label).includes(word)));
}

/** One of very many: typing narrows the list, arrows move, Enter takes, Esc puts back what was chosen. */
export function Combobox({ id, label, value, options, onChange, describedBy }: ComboboxProps) {
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const chosen = options.find((option) => option.value === value);
  const open = query !== null;
  const found = open ? filterOptions(options, query).slice(0, MOST_SHOWN) : [];
  const current = found[Math.min(active, found.length - 1)];
  function start(typed: string) {
    setQuery(typed);
    setActive(0);
  }
  function take(option: SelectOption | undefined) {
    if (option) onChange(option.value);
    setQuery(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!open) return start("");
      const next = (Math.min(active, found.length - 1) + step + found.length) % found.length;
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    }
    if (!open) return;
    if (event.key === "Enter") {
      event.preventDefault();
      take(current);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      setQuery(null);
    }
  }
  return (
    <div className="relative">
      <input
        id={id}
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={current ? `${listId}-${current.value}` : undefined}
        aria-autocomplete="list"
        aria-describedby={describedBy}
        autoComplete="off"
        spellCheck={false}
        value={query ?? chosen?.label ?? value}
        className={classNames(INPUT_LOOK, "h-9 pr-8 text-sm max-sm:min-h-10")}
        onChange={(event) => start(event.target.value)}
        onClick={() => (open ? undefined : start(""))}
        onBlur={() => setQuery(null)}
        onKeyDown={onKeyDown}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 stroke-2"
      />
      <div
        id={listId}
        ref={list}
        role="listbox"
        aria-label={label}
        hidden={!open || found.length === 0}
        className="absolute inset-x-0 top-full z-20 mt-1 max-h-64 overflow-auto rounded-card border border-line bg-raised p-1 shadow-pop"
      >
        {found.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the field, which names the active option
          <div
            key={option.value}
            id={`${listId}-${option.value}`}
            role="option"
            aria-selected={option.value === value}
            // Before the field loses the focus, which would close the list.
            onPointerDown={(event) => {
              event.preventDefault();
              take(option);
            }}
            onPointerMove={() => setActive(index)}
            className={classNames(
              "flex min-h-8 items-center rounded-control px-3 text-ink text-sm max-sm:min-h-10",
              option === current && "bg-hover",
              option.value === value && "font-medium",
            )}
          >
            {option.label}
          </div>
        ))}
      </div>
      <p role="status" className={open && found.length === 0 ? "mt-1 text-muted text-xs" : "sr-only"}>
        {open ? (found.length === 0 ? `Nothing matches “${query}”.` : `${found.length} to choose from`) : ""}
      </p>
    </div>
  );
}
