import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from '@react-email/components';
import type { Notice, NoticeAction } from '@/lib/tell/messages/channel';
import type { ShownNotice } from '@/lib/tell/messages/shown-in';
import { noticeTexts } from '@/lib/base/texts/notifications';

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const colours = {
  page: '#f5f5f6',
  card: '#ffffff',
  ink: '#18181b',
  muted: '#52525b',
  line: '#e4e4e7',
  accent: '#2749a8',
  success: '#15753f',
  danger: '#b3202a',
  neutral: '#3f3f46',
};

/** Mail programs with dark mode read these; others show the light colours, which are inline styles. */
const dark = `@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background: #111113 !important; } .card { background: #1b1b1f !important; border-color: #34343a !important; }
  .ink { color: #f4f4f5 !important; } .muted { color: #b4b4bd !important; } .line { border-color: #34343a !important; } .accent { color: #9db8ff !important; }
}`;

const button = (colour: string) => ({
  backgroundColor: colour,
  color: '#ffffff',
  borderRadius: 6,
  fontWeight: 600,
  fontSize: 15,
  padding: '10px 18px',
  marginRight: 8,
  marginBottom: 8,
  textDecoration: 'none',
});

function Actions({ actions }: { actions: readonly NoticeAction[] }) {
  return actions.map(({ label, href, tone }) => (
    <Button key={href} href={href} style={button(colours[tone])}>
      {label}
    </Button>
  ));
}

function Facts({ facts }: Pick<Notice, 'facts'>) {
  return (
    <table
      role="presentation"
      cellPadding={0}
      cellSpacing={0}
      style={{ width: '100%', marginTop: 12, marginBottom: 16 }}
    >
      <tbody>
        {facts.map(({ label, value }, index) => (
          <tr key={index}>
            <td
              className="muted"
              style={{
                color: colours.muted,
                fontSize: 14,
                lineHeight: '22px',
                paddingRight: 16,
                verticalAlign: 'top',
                width: '35%',
              }}
            >
              {label}
            </td>
            <td
              className="ink"
              style={{
                color: colours.ink,
                fontSize: 14,
                lineHeight: '22px',
                overflowWrap: 'anywhere',
                verticalAlign: 'top',
                whiteSpace: 'pre-wrap',
              }}
            >
              {value}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Item({ title, note, href }: Notice['items'][number]) {
  return (
    <Section className="line" style={{ borderTop: `1px solid ${colours.line}`, padding: '12px 0 4px' }}>
      <Link href={href} className="accent" style={{ color: colours.accent, fontWeight: 600, fontSize: 15 }}>
        {title}
      </Link>
      <Text className="muted" style={{ color: colours.muted, fontSize: 13, margin: '2px 0 8px' }}>
        {note}
      </Text>
    </Section>
  );
}

type Props = { notice: Notice; shown: ShownNotice; settingsHref: string };

/**
 * Any notice as a mail: its subject, a button per outcome where all evidence is shown, and a link to the
 * task. Light and dark.
 */
export function NoticeMail({ notice, shown, settingsHref }: Props) {
  const { subject, heading, intro, evidence, items, why } = notice;
  const { facts, actions, open, note } = shown;
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{dark}</style>
      </Head>
      <Preview>{intro}</Preview>
      <Body
        className="page"
        style={{ backgroundColor: colours.page, fontFamily: font, margin: 0, padding: '24px 12px' }}
      >
        <Container
          className="card"
          style={{
            backgroundColor: colours.card,
            border: `1px solid ${colours.line}`,
            borderRadius: 8,
            maxWidth: 560,
            padding: 24,
          }}
        >
          <Text
            className="accent"
            style={{ color: colours.accent, fontWeight: 600, fontSize: 13, margin: 0 }}
          >
            Countersign
          </Text>
          <Heading
            as="h1"
            className="ink"
            style={{ color: colours.ink, fontSize: 20, lineHeight: '28px', margin: '4px 0 8px' }}
          >
            {heading}
          </Heading>
          <Text
            className="ink"
            style={{
              color: colours.ink,
              fontSize: 15,
              lineHeight: '22px',
              margin: 0,
              whiteSpace: 'pre-line',
            }}
          >
            {intro}
          </Text>
          {facts.length > 0 && <Facts facts={facts} />}
          {note && (
            <Text className="ink" style={{ color: colours.ink, fontSize: 14, margin: '0 0 12px' }}>
              {note}
            </Text>
          )}
          {actions.length > 0 && (
            <Section style={{ marginTop: 8 }}>
              <Actions actions={actions} />
            </Section>
          )}
          {items.length > 0 && (
            <Section style={{ marginTop: 16 }}>
              {items.map((item) => (
                <Item key={item.href} {...item} />
              ))}
            </Section>
          )}
          {evidence !== null && actions.length === 0 ? (
            <Button href={open.href} style={button(colours.accent)}>
              {open.label}
            </Button>
          ) : (
            <Text style={{ margin: '12px 0 0', fontSize: 14 }}>
              <Link
                href={open.href}
                className="accent"
                style={{ color: colours.accent, textDecoration: 'underline' }}
              >
                {open.label}
              </Link>
            </Text>
          )}
          <Hr className="line" style={{ borderColor: colours.line, margin: '20px 0 12px' }} />
          <Text
            className="muted"
            style={{ color: colours.muted, fontSize: 12, lineHeight: '18px', margin: 0 }}
          >
            {actions.length > 0 && `${noticeTexts.footer.links} `}
            {why ?? (
              <>
                {noticeTexts.footer.why}{' '}
                <Link
                  href={settingsHref}
                  className="accent"
                  style={{ color: colours.accent, textDecoration: 'underline' }}
                >
                  {noticeTexts.footer.settings}
                </Link>
                .
              </>
            )}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}
