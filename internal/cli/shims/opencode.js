// Written by `tagout install opencode`; `tagout uninstall opencode` takes it out.
// OpenCode calls no program before a tool, so this plugin does. A command runs
// only when tagout lets it pass: whatever else happens throws, and OpenCode
// refuses. It cannot ask a person, so a question is a refusal too.
import { spawnSync } from "node:child_process";

const TAGOUT = PROGRAM;

/** Asks tagout; whatever is no answer is a refusal. */
function judge(event) {
  const options = { input: JSON.stringify(event), encoding: "utf8", timeout: 10_000 };
  const run = spawnSync(TAGOUT, ["hook", "--harness=opencode"], options);
  let answer = {};
  try {
    answer = JSON.parse(run.stdout) ?? {};
  } catch {} // what is no answer is no pass
  const reason = `tagout: ${answer.reason || run.stderr || run.error?.message || `no answer (exit code ${run.status})`}`;
  if (run.status === 0 && (answer.decision === "none" || answer.decision === "allow")) return { decision: "pass", reason };
  return { decision: run.status === 1 && answer.decision === "ask" ? "ask" : "deny", reason };
}

export const Tagout = async ({ directory }) => ({
  "tool.execute.before": async (input, output) => {
    const args = output.args ?? {};
    const cwd = args.workdir ?? directory;
    let event;
    if (input.tool === "bash") event = { command: args.command, cwd, shell: "bash", session: input.sessionID };
    if (input.tool === "write" || input.tool === "edit") event = { file: args.filePath, cwd, session: input.sessionID };
    if (!event) return;
    const { decision, reason } = judge(event);
    if (decision !== "pass") throw new Error(reason);
  },
});
