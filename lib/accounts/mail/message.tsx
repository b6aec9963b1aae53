import { Body, Button, Container, Head, Heading, Html, Preview, Text } from "@react-email/components";
import { render } from "@react-email/render";

/** What a message says. Every message of this domain looks the same and differs in these words. */
export interface MessageWords {
  readonly subject: string;
  /** The line that mail programs show beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do, as a button. */
  readonly action?: { readonly label: string; readonly href: string };
  /** Small print below, such as why the message came. */
  readonly footnote?: string;
}

const text = { fontSize: "14px", lineHeight: "22px", color: "#141d1f", margin: "0 0 16px" };
const footnoteText = { ...text, fontSize: "12px", lineHeight: "18px", color: "#526267", margin: "24px 0 0" };

function Message({ preview, heading, paragraphs, action, footnote }: MessageWords) {
  return (
    <Html lang="en">
      <Head />
      <Preview>{preview}</Preview>
      <Body
        style={{
          backgroundColor: "#f3f6f7",
          fontFamily: "Inter, Helvetica, Arial, sans-serif",
          padding: "24px 0",
        }}
      >
        <Container
          style={{
            backgroundColor: "#ffffff",
            border: "1px solid #dde4e6",
            borderRadius: "8px",
            padding: "32px",
            maxWidth: "520px",
          }}
        >
          <Heading
            as="h1"
            style={{ fontSize: "22px", lineHeight: "28px", margin: "0 0 16px", color: "#141d1f" }}
          >
            {heading}
          </Heading>
          {paragraphs.map((paragraph) => (
            <Text key={paragraph} style={text}>
              {paragraph}
            </Text>
          ))}
          {action && (
            <Button
              href={action.href}
              style={{
                backgroundColor: "#065a67",
                color: "#ffffff",
                fontSize: "14px",
                fontWeight: 500,
                padding: "10px 16px",
                borderRadius: "6px",
              }}
            >
              {action.label}
            </Button>
          )}
          {footnote && <Text style={footnoteText}>{footnote}</Text>}
        </Container>
      </Body>
    </Html>
  );
}

/** Subject and both bodies of a message. */
export async function renderMessage(
  words: MessageWords,
): Promise<{ subject: string; html: string; text: string }> {
  const message = <Message {...words} />;
  const [html, plain] = await Promise.all([render(message), render(message, { plainText: true })]);
  return { subject: words.subject, html, text: plain };
}
