import { Body, Button, Container, Head, Heading, Html, Preview, Text } from "@react-email/components";
import { render } from "@react-email/render";

export interface WelcomeFacts {
  readonly name: string;
  /** Address of the application, without a slash at the end. */
  readonly appUrl: string;
}

const text = { fontSize: "14px", lineHeight: "22px", color: "#141d1f", margin: "0 0 16px" };

function Welcome({ name, appUrl }: WelcomeFacts) {
  return (
    <Html lang="en">
      <Head />
      <Preview>Your account is ready, on the free plan.</Preview>
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
            Your account is ready
          </Heading>
          <Text style={text}>{name ? `Hello ${name},` : "Hello,"}</Text>
          <Text style={text}>
            you are on the free plan. Your limits and what you have used are on the overview, and nothing is
            charged until you choose a plan.
          </Text>
          <Button
            href={`${appUrl}/dashboard`}
            style={{
              backgroundColor: "#065a67",
              color: "#ffffff",
              fontSize: "14px",
              fontWeight: 500,
              padding: "10px 16px",
              borderRadius: "6px",
            }}
          >
            Open the overview
          </Button>
        </Container>
      </Body>
    </Html>
  );
}

/** Subject and both bodies of the welcome message. */
export async function renderWelcome(
  facts: WelcomeFacts,
): Promise<{ subject: string; html: string; text: string }> {
  const message = <Welcome {...facts} />;
  const [html, plain] = await Promise.all([render(message), render(message, { plainText: true })]);
  return { subject: "Your Meterhouse account is ready", html, text: plain };
}
