"use client";

import { Search } from "lucide-react";
import Form from "next/form";
import { Button } from "@/components/ui/button";
import { INPUT_LOOK } from "@/components/ui/field";

/** Searches by whatever a support request names; the search is in the address. */
export function CustomersSearch({ search }: { search: string }) {
  return (
    <Form action="/admin/customers" prefetch={false} className="flex gap-2 px-5 pt-4 pb-2 max-sm:px-4">
      <input
        type="search"
        name="q"
        defaultValue={search}
        maxLength={200}
        aria-label="Name, slug, member’s e-mail address or id"
        placeholder="Name, slug, e-mail or id"
        autoComplete="off"
        className={`${INPUT_LOOK} h-9 min-w-0 max-w-96 flex-1 max-sm:min-h-10`}
      />
      <Button type="submit" icon={<Search aria-hidden className="size-3.5 stroke-2" />}>
        Search
      </Button>
    </Form>
  );
}
