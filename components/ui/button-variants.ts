import { cva, type VariantProps } from "class-variance-authority";
import { classNames } from "./class-names";

/* Looks of everything that acts like a button: buttons, links drawn as buttons, dialog actions. */
const variants = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap no-underline select-none",
    "transition-[background-color,border-color] duration-(--dur-1) ease-move hover:no-underline",
    "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-disabled",
    "aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-disabled",
    "aria-busy:cursor-progress",
  ],
  {
    variants: {
      variant: {
        default: "border-line-strong bg-surface text-ink hover:bg-hover",
        primary: "border-brand-solid bg-brand-solid text-on-brand hover:bg-brand-solid-hover",
        danger:
          "border-danger-solid bg-danger-solid text-on-danger hover:border-danger-solid-hover hover:bg-danger-solid-hover",
        "danger-quiet": "border-line-strong bg-surface text-danger hover:bg-hover",
        quiet: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
      },
      size: {
        md: "h-9 px-3.5 text-sm max-sm:min-h-10",
        sm: "h-8 px-2.5 text-sm max-sm:min-h-10",
        xs: "h-7 px-2 text-xs max-sm:min-h-9",
      },
      shape: { text: "", icon: "px-0" },
      block: { true: "w-full", false: "" },
    },
    compoundVariants: [
      { shape: "icon", size: "md", class: "w-9 max-sm:w-10" },
      { shape: "icon", size: "sm", class: "w-8 max-sm:w-10" },
      { shape: "icon", size: "xs", class: "w-7 max-sm:w-9" },
    ],
    defaultVariants: { variant: "default", size: "md", shape: "text", block: false },
  },
);

export type ButtonLook = VariantProps<typeof variants>;

/** Class names of a button; what is passed as `className` wins over the look. */
export function buttonVariants(look: ButtonLook & { className?: string | undefined }): string {
  return classNames(variants(look));
}
