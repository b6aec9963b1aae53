/** Up to two initials of a name: "Larkfield Studio" gives "LS", "ada@x.example" gives "A". */
export function computeInitials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 && !name.includes("@") ? (words.at(-1)?.[0] ?? "") : "";
  return `${first}${last}`.toUpperCase();
}
