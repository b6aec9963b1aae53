export type InlineScriptProps = {
  /** A constant of ours, never made of what anybody typed. */
  code: string;
  /** Of the page's policy. */
  nonce: string | undefined;
};

/** A script that runs before the page's own have come. Place in `<head>`. */
export function InlineScript({ code, nonce }: InlineScriptProps) {
  return (
    <script
      nonce={nonce}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and it must run before anything else
      dangerouslySetInnerHTML={{ __html: code }}
    />
  );
}
