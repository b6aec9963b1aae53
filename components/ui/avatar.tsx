import { computeInitials } from "@/components/format/compute-initials";
import { classNames } from "./class-names";

export type AvatarProps = {
  name: string;
  /** Accounts are square, people round. */
  of: "person" | "account";
  /** Path of a picture on this site; without one the initials are shown. */
  src?: string | null | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  className?: string | undefined;
};

const SIZE = { sm: "size-6 text-[0.625rem]", md: "size-8 text-xs", lg: "size-12 text-md" } as const;

/** A picture or initials; the name stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, of, src, size = "md", className }: AvatarProps) {
  if (src) {
    return (
      // biome-ignore lint/performance/noImgElement: our own small picture, at its size, behind a session
      <img
        src={src}
        alt=""
        className={classNames("shrink-0 rounded-full bg-sunken object-cover", SIZE[size], className)}
      />
    );
  }
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
