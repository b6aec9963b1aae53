import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/* The house's own steps of the scales, so that a later class replaces an earlier one of the same kind. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["micro", "md"],
      radius: ["cell", "badge", "control", "card", "dialog"],
      shadow: ["card", "pop", "dialog"],
    },
  },
});

/** Joins class names; of two that set the same property the last one wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values));
}
