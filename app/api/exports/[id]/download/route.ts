import { route } from "@/app/_server/route";
import { exportParams, openDownload } from "@/lib/operations";
import { DirectAnswer, directOutput, streamOf } from "@/lib/platform/http";

// A link, which names no account: whose export it is says who may have it.
export const GET = route(
  {
    method: "GET",
    path: "/api/exports/{id}/download",
    summary: "Download a finished export, as a ZIP archive",
    tag: "Account",
    access: { kind: "person" },
    params: exportParams,
    output: directOutput("application/zip"),
    errors: [{ status: 404, code: "NOT_FOUND" }],
  },
  async ({ ctx, params }) => {
    const { fileName, sizeBytes, content } = await openDownload(ctx, params.id);
    return new DirectAnswer(streamOf(content), {
      "content-type": "application/zip",
      "content-length": String(sizeBytes),
      "content-disposition": `attachment; filename="${fileName}"`,
      "x-content-type-options": "nosniff",
    });
  },
);
