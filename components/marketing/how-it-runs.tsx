import Link from "next/link";
import { CodeBlock } from "@/components/ui/code-block";

const CHECK_CALL = `curl "$METERHOUSE_URL/api/usage/track" \\
  -H "Authorization: Bearer $METERHOUSE_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{ "feature": "generations", "quantity": 1 }'`;

const STEPS = [
  {
    title: "Start it",
    text: "One command. Payments, mail, jobs and sign-in run as local stand-ins until you set the keys of the real ones.",
  },
  {
    title: "Ask and count",
    text: "Your server sends one call for each thing a customer does. The answer says whether it is allowed, what is left, and when it resets.",
  },
  {
    title: "Get paid",
    text: "Stripe shows the checkout and keeps the cards. What your customers see comes from your own rows, so it is there when Stripe is not.",
  },
] as const;

/** Three steps from a clone to a paying customer. */
export function HowItRuns({ docsHref }: { docsHref: string | null }) {
  return (
    <section aria-labelledby="runs-heading">
      <h2 id="runs-heading" className="mb-4 text-lg">
        How it runs
      </h2>
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        <ol className="grid gap-5">
          {STEPS.map((step, index) => (
            <li key={step.title} className="flex gap-4">
              <span aria-hidden className="register w-6 shrink-0 text-lg text-faint">
                {index + 1}
              </span>
              <div>
                <h3>{step.title}</h3>
                <p className="mt-0.5 max-w-130 text-muted text-sm">{step.text}</p>
              </div>
            </li>
          ))}
        </ol>
        <div className="flex min-w-0 flex-col gap-3">
          <CodeBlock label="start command" code="npm start" />
          <CodeBlock label="usage call" code={CHECK_CALL} />
          {docsHref ? (
            <p className="text-muted text-sm">
              Every path, status and code is in <Link href={docsHref}>the docs</Link>.
            </p>
          ) : null}
        </div>
      </div>
    </section>
  );
}
