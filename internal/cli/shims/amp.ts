// @i-know-the-amp-plugin-api-is-wip-and-very-experimental-right-now
// Written by `tagout install amp`; `tagout uninstall amp` takes it out.
// Amp calls no program before a tool, so this plugin does. A command runs only
// when tagout lets it pass, or a person does where tagout asks.
import { spawnSync } from "node:child_process";

const TAGOUT = PROGRAM;

/** Asks tagout; whatever is no answer is a refusal. */
function judge(event) {
  const options = { input: JSON.stringify(event), encoding: "utf8", timeout: 10_000 };
  const run = spawnSync(TAGOUT, ["hook", "--harness=amp"], options);
  let answer = {};
  try {
    answer = JSON.parse(run.stdout) ?? {};
  } catch {} // what is no answer is no pass
  const reason = `tagout: ${answer.reason || run.stderr || run.error?.message || `no answer (exit code ${run.status})`}`;
  if (run.status === 0 && (answer.decision === "none" || answer.decision === "allow")) return { decision: "pass", reason };
  return { decision: run.status === 1 && answer.decision === "ask" ? "ask" : "deny", reason };
}

/** What a call would do, as tagout wants it told. */
function events(amp, call) {
  const session = call.thread?.id;
  const run = amp.helpers.shellCommandFromToolCall(call);
  if (run) return [{ command: run.command, cwd: run.dir ?? process.cwd(), shell: "bash", session }];
  const files = amp.helpers.filesModifiedByToolCall?.(call) ?? [];
  return files.map((file) => ({ file: amp.helpers.filePathFromURI(file), cwd: process.cwd(), session }));
}

export default function (amp) {
  amp.on("tool.call", async (call, ctx) => {
    try {
      for (const event of events(amp, call)) {
        const { decision, reason } = judge(event);
        const question = { title: "tagout asks", message: `${event.command ?? event.file}\n\n${reason}` };
        if (decision === "pass" || (decision === "ask" && (await ctx.ui.confirm(question)) === true)) continue;
        return { action: "reject-and-continue", message: reason };
      }
      return { action: "allow" };
    } catch (fault) {
      return { action: "reject-and-continue", message: `tagout: ${fault}` };
    }
  });
}
