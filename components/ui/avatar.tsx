import { computeInitials } from "@/components/format/compute-initials";
import { classNames } from "./class-names";

export type AvatarProps = {
  name: string;
  /** Accounts are square, people round. */
  of: "person" | "account";
  size?: "sm" | "md" | "lg" | undefined;
  className?: string | undefined;
};

const SIZE = { sm: "size-6 text-[0.625rem]", md: "size-8 text-xs", lg: "size-12 text-md" } as const;

/** Initials; the name stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, of, size = "md", className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={classNames(
        "grid shrink-0 place-items-center font-semibold",
        of === "account" ? "rounded-control bg-brand-soft text-brand" : "rounded-full bg-sunken text-muted",
        SIZE[size],
        className,
      )}
    >
      {computeInitials(name)}
    </span>
  );
}
