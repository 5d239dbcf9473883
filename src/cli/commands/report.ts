import { isVsiError, VsiError } from '../../model/errors.ts';
import type { Screen } from '../../output/screen.ts';
import { writeWholeFile } from '../../output/whole-file.ts';
import { createDocument } from '../../report/document.ts';
import { rememberedProblems } from '../../report/last-report.ts';
import type { ReportDocument } from '../../report/model.ts';
import { renderReport, type RenderPlace } from '../../report/render.ts';
import { withFleet, type Connection } from '../connection/connect.ts';
import { EXIT } from '../exit-codes.ts';
import { FLAGS } from '../flags.ts';
import type { Invocation } from '../invocation.ts';
import { screenOf, stdoutSink } from '../printing/output-options.ts';
import { composeMail, deliveryOf, mailPlanOf, type MailPlan } from '../reporting/report-mail.ts';
import { reportPlanOf, type ReportPlan } from '../reporting/report-options.ts';
import { readReport } from '../reporting/report-source.ts';

/** As wide as a line of a mail may be. */
const TEXT_WIDTH = 78;

/** `report` */
export async function run(invocation: Invocation): Promise<number> {
  const plan = reportPlanOf(invocation);
  const mail = mailPlanOf(invocation, plan.format === 'eml');
  return withFleet(invocation, async (connection) => {
    const { settings, voice } = connection;
    const state = settings.reports(plan.question);
    const last = (await state?.read()) ?? null;
    const read = await readReport(connection, plan);
    const report = createDocument({
      ...read,
      title: plan.title,
      generatedAt: invocation.host.now(),
      window: { since: plan.selection.since, until: plan.selection.until },
      last,
      calendar: plan.view.calendar,
      onlyProblems: plan.onlyProblems,
      compareRuns: plan.compareRuns,
      limit: plan.limit,
    });
    if (!isSilent(report, invocation))
      await deliver(report, { invocation, plan, mail, connection });
    const at = report.generatedAt;
    const kept = await state?.write({ at, problems: rememberedProblems(report, last) });
    if (kept !== null) sayNothingIsKept(voice, kept);
    return invocation.flags.isOn(FLAGS.exitStatus) ? statusCode(report) : EXIT.done;
  });
}

/** `--only-problems --quiet`: who wants to hear of problems only hears nothing without any. */
function isSilent({ status, onlyProblems }: ReportDocument, { flags }: Invocation): boolean {
  return onlyProblems && flags.isOn(FLAGS.quiet) && status === 'success';
}

function sayNothingIsKept(voice: Connection['voice'], reason: string | undefined): void {
  const why = reason === undefined ? '' : ` (${reason})`;
  voice.notice(
    `There is no folder to remember this report in${why}: the next one cannot say what is new.`,
  );
}

function statusCode({ status }: ReportDocument): number {
  if (status === 'success') return EXIT.done;
  return status === 'failed' ? EXIT.worstFailed : EXIT.worstWarning;
}

interface Delivering {
  readonly invocation: Invocation;
  readonly plan: ReportPlan;
  readonly mail: MailPlan | null;
  readonly connection: Connection;
}

async function deliver(report: ReportDocument, delivering: Delivering): Promise<void> {
  const { invocation, plan, mail } = delivering;
  const { host } = invocation;
  const version = host.version;
  const screen = await screenFor(invocation, plan);
  const plain = { version, screen: await plainScreen(invocation, screen) };
  if (plan.writes) {
    const text =
      plan.format === 'eml' && mail !== null
        ? await messageText(report, mail, { ...plain, random: host.random })
        : await renderReport(report, plan.format === 'eml' ? 'text' : (plan.format ?? 'text'), {
            version,
            screen,
          });
    await put(text, delivering);
  }
  if (mail !== null && plan.format !== 'eml') await send(report, mail, { ...delivering, plain });
}

/** For a person at a terminal its colours; a file and a pipe have none. */
async function screenFor(invocation: Invocation, { out, timeZone }: ReportPlan): Promise<Screen> {
  const screen = await screenOf(invocation);
  const isShown = out === null;
  const own = isShown ? screen : await plainScreen(invocation, screen);
  const width = isShown && screen.terminal ? Math.min(screen.width, TEXT_WIDTH) : TEXT_WIDTH;
  return { ...own, timeZone, width };
}

async function plainScreen({ flags }: Invocation, screen: Screen): Promise<Screen> {
  const { createTheme } = await import('../../output/theme.ts');
  const theme = await createTheme({ colorLevel: 0, ascii: flags.isOn(FLAGS.ascii) });
  return { ...screen, theme, width: TEXT_WIDTH, terminal: false };
}

async function messageText(
  report: ReportDocument,
  mail: MailPlan,
  place: RenderPlace & { readonly random: () => number },
): Promise<string> {
  const { mailText } = await import('../../report/mail.ts');
  return mailText(await composeMail(report, mail, place));
}

async function put(text: string, { invocation, plan, connection }: Delivering): Promise<void> {
  if (plan.out !== null) {
    await writeWholeFile(plan.out, text);
    return;
  }
  const sink = stdoutSink(invocation, connection.voice);
  await sink.write(text);
  await sink.flush();
}

/** A mail that cannot be sent is not lost: unless it lies in a file already, it is printed. */
async function send(
  report: ReportDocument,
  mail: MailPlan,
  { plain, ...delivering }: Delivering & { readonly plain: RenderPlace },
): Promise<void> {
  const { invocation, plan, connection } = delivering;
  const names = mail.to.map(({ address }) => address).join(', ');
  try {
    if (mail.target === null) return;
    const { sendMail } = await import('../../report/mail.ts');
    const delivery = await deliveryOf(invocation, mail.target, connection);
    connection.voice.progress(`Sending the mail to ${names}`);
    const message = await composeMail(report, mail, { ...plain, random: invocation.host.random });
    await sendMail(message, delivery);
    connection.voice.debug(`sent to ${names}`);
  } catch (error) {
    if (!isVsiError(error)) throw error;
    if (!plan.writes) await put(await renderReport(report, 'text', plain), delivering);
    throw withWhereabouts(error, plan);
  }
}

function withWhereabouts(error: VsiError, { writes, out }: ReportPlan): VsiError {
  const place = writes && out !== null ? `in ${out}` : 'on standard output';
  return new VsiError(error.code, `the mail was not sent: ${error.message}`, {
    where: error.where,
    hint: `${error.hint === null ? '' : `${error.hint}; `}the report is ${place}`,
    cause: error,
  });
}
