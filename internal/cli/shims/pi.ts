// Written by `tagout install pi`; `tagout uninstall pi` takes it out.
// Pi calls no program before a tool, so this extension does. A command runs
// only when tagout lets it pass, or a person does where tagout asks.
import { spawnSync } from "node:child_process";

const TAGOUT = PROGRAM;

/** Asks tagout; whatever is no answer is a refusal. */
function judge(event) {
  const options = { input: JSON.stringify(event), encoding: "utf8", timeout: 10_000 };
  const run = spawnSync(TAGOUT, ["hook", "--harness=pi"], options);
  let answer = {};
  try {
    answer = JSON.parse(run.stdout) ?? {};
  } catch {} // what is no answer is no pass
  const reason = `tagout: ${answer.reason || run.stderr || run.error?.message || `no answer (exit code ${run.status})`}`;
  if (run.status === 0 && (answer.decision === "none" || answer.decision === "allow")) return { decision: "pass", reason };
  return { decision: run.status === 1 && answer.decision === "ask" ? "ask" : "deny", reason };
}

export default function (pi) {
  pi.on("tool_call", async (call, ctx) => {
    try {
      const cwd = ctx?.cwd ?? process.cwd();
      let event;
      if (call.toolName === "bash") event = { command: call.input?.command, cwd, shell: "bash" };
      if (call.toolName === "write" || call.toolName === "edit") event = { file: call.input?.path, cwd };
      if (!event) return;
      const { decision, reason } = judge(event);
      if (decision === "pass") return;
      const what = `${event.command ?? event.file}\n\n${reason}`;
      if (decision === "ask" && ctx?.hasUI && (await ctx.ui.confirm("tagout asks", what)) === true) return;
      return { block: true, reason };
    } catch (fault) {
      return { block: true, reason: `tagout: ${fault}` };
    }
  });
}
