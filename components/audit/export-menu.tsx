"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { downloadFile } from "@/components/api/download-file";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { showRefusal, showResult } from "@/components/ui/toast";

/** Writes what the filters show to a file, with the hashes that prove it. @param query the filters, as the API takes them */
export function ExportMenu({ query }: { query: string }) {
  const [isBusy, setBusy] = useState(false);
  async function run(format: "csv" | "json") {
    setBusy(true);
    const result = await downloadFile(`/api/account/audit/export?${query}${query && "&"}format=${format}`);
    setBusy(false);
    if (result.ok)
      showResult({ title: `${result.data} saved`, detail: "That it was exported is in the log." });
    else showRefusal({ title: "The log was not exported", detail: result.message });
  }
  return (
    <Menu
      trigger={
        <Button icon={<Download aria-hidden className="size-3.5 stroke-2" />} busy={isBusy}>
          Export
        </Button>
      }
    >
      <MenuItem onSelect={() => void run("csv")}>Export CSV</MenuItem>
      <MenuItem onSelect={() => void run("json")}>Export JSON</MenuItem>
    </Menu>
  );
}
