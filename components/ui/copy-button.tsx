"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button";

export type CopyButtonProps = Omit<ButtonProps, "onClick" | "icon" | "children"> & {
  text: string;
  /** "Copy key" */
  label: string;
  onCopied?: (() => void) | undefined;
};

const SHOWN_MS = 2000;

/** Copies a text and says so. Where the browser refuses the clipboard it says to copy by hand. */
export function CopyButton({ text, label, onCopied, shape, ...look }: CopyButtonProps) {
  const [state, setState] = useState<"rest" | "copied" | "refused">("rest");
  useEffect(() => {
    if (state !== "copied") return;
    const timer = setTimeout(() => setState("rest"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
      onCopied?.();
    } catch {
      // The clipboard is closed to this page (no permission, or no https): the text stays selectable.
      setState("refused");
    }
  }
  const Icon = state === "copied" ? Check : Copy;
  const words = state === "copied" ? "Copied" : state === "refused" ? "Select and copy by hand" : label;
  return (
    <>
      <Button
        {...look}
        shape={shape}
        aria-label={shape === "icon" ? label : undefined}
        icon={<Icon aria-hidden className="size-3.5 stroke-2" />}
        onClick={copy}
      >
        {shape === "icon" ? null : words}
      </Button>
      <span role="status" className="sr-only">
        {state === "rest" ? "" : words}
      </span>
    </>
  );
}
