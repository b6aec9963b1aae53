/** The dash that stands for no value, said in words to screen readers. */
export function NoValue({ label = "None" }: { label?: string | undefined }) {
  return (
    <span className="text-faint">
      <span aria-hidden>–</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
