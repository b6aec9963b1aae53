"use client";

import Link from "next/link";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";

export type EmailFormProps = {
  mode: "sign-in" | "sign-up";
  otherHref: string;
  busy: boolean;
  error: string | null;
  onSubmit: (input: { email: string; name?: string }) => void;
};

const EMAIL = /^[^\s@]+@[^\s@]+$/u;

/** The address, and a name when the account is new. */
export function EmailForm({ mode, otherHref, busy, error, onSubmit }: EmailFormProps) {
  const [wrong, setWrong] = useState<string | null>(null);
  const signUp = mode === "sign-up";
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email") ?? "").trim();
    const name = String(form.get("name") ?? "").trim();
    if (!EMAIL.test(email)) {
      setWrong(email === "" ? "Enter your e-mail address." : "Enter an address like ada@example.com.");
      return;
    }
    setWrong(null);
    onSubmit(name === "" ? { email } : { email, name });
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4 p-7 max-sm:px-4 max-sm:py-5">
      <h2>With your e-mail</h2>
      {signUp ? (
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={120}
          hint="As it stands on invoices."
        />
      ) : null}
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        maxLength={254}
        error={wrong ?? error}
      />
      <Button type="submit" variant="primary" block busy={busy}>
        {signUp ? "Create account" : "Sign in"}
      </Button>
      <p role="status" className="sr-only">
        {busy ? "Signing in" : ""}
      </p>
      <p className="text-muted text-sm">
        {signUp ? "Have an account? " : "New here? "}
        <Link href={otherHref}>{signUp ? "Sign in" : "Create an account"}</Link>
      </p>
    </form>
  );
}
