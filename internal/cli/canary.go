package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tagout/internal/tree"
)

// again is the remedy for an entry that is not as install writes it.
const again = "run `tagout install claude` again"

// callProgram looks at the program a hook names, and then, unless nothing may be
// run, sends it two events exactly as Claude Code would: one that must be
// refused, one that must not.
func (p *patient) callProgram(where string, hook *tree.Node) {
	argv, shell := argvOf(hook)
	if !shell && !p.runnable(where, argv[0]) || p.still {
		return
	}
	refused, err := p.send(argv, "terraform destroy")
	switch {
	case err != nil:
		p.bad("canary", again, "%s: asked about `terraform destroy`, it %v", where, err)
	case refused != "deny" && refused != "ask":
		p.bad("canary", "look at the policy: `tagout check terraform destroy`", "%s: `terraform destroy` was let through", where)
	default:
		p.good("canary", "%s: `terraform destroy` is answered with %s", where, refused)
	}
	answer, err := p.send(argv, "ls")
	switch {
	case err != nil:
		p.bad("canary", again, "%s: asked about `ls`, it %v", where, err)
	case answer == "deny" || answer == "ask":
		p.bad("canary", "look at the policy: `tagout check ls`", "%s: `ls` is answered with %s", where, answer)
	default:
		p.good("canary", "%s: `ls` is let through", where)
	}
}

// argvOf is what Claude Code executes for a hook; a line without args goes
// through a shell.
func argvOf(hook *tree.Node) (argv []string, shell bool) {
	line, _ := hook.Get("command").Str()
	args := hook.Get("args")
	if args == nil {
		return []string{"/bin/sh", "-c", line}, true
	}
	argv = []string{line}
	for _, a := range args.Items {
		argv = append(argv, a.Text)
	}
	return argv, false
}

// runnable reports whether the program is there and can be run.
func (p *patient) runnable(where, program string) bool {
	info, err := os.Stat(program)
	switch {
	case err != nil:
		p.bad("program", again, "%s: %v", where, err)
		return false
	case !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0:
		p.bad("program", again, "%s: %s cannot be executed", where, program)
		return false
	}
	same, err := p.ownBuild(program)
	switch {
	case err != nil:
		p.bad("program", "make it readable", "%s: %v", where, err)
	case !same:
		p.bad("program", again, "%s: %s is another build than the running program", where, program)
	default:
		p.good("program", "%s: %s is the running program's build", where, program)
	}
	return true
}

// ownBuild reports whether a program is the running one or its tagout-hook:
// where that is not beside the running one, only versions can be compared.
func (p *patient) ownBuild(program string) (bool, error) {
	if !strings.HasPrefix(filepath.Base(program), twinName) {
		return sameBytes(program, p.program)
	}
	if beside, _, ok := twin(p.program); ok {
		return sameBytes(program, beside)
	}
	return sameVersion(program, p.program), nil
}

func sameBytes(a, b string) (bool, error) {
	one, err := os.ReadFile(a)
	if err != nil {
		return false, err
	}
	other, err := os.ReadFile(b)
	return bytes.Equal(one, other), err
}

// canaryTime is how long a hook may take; it answers within two seconds.
const canaryTime = 10 * time.Second

// send runs a hook on a Bash event and returns its decision, "" for none.
func (p *patient) send(argv []string, command string) (string, error) {
	event, err := json.Marshal(map[string]any{
		"session_id": "tagout-doctor", "transcript_path": "/dev/null", "cwd": p.dir, "permission_mode": "default",
		"hook_event_name": preToolUse, "tool_name": "Bash", "tool_use_id": "tagout-doctor",
		"tool_input": map[string]any{"command": command, "description": "a question of tagout doctor's; nothing is run"},
	})
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), canaryTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Stdin = p.dir, bytes.NewReader(event)
	cmd.Env = append(p.env[:len(p.env):len(p.env)], "CLAUDE_PROJECT_DIR="+p.dir)
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("failed: %w: %s", err, strings.TrimSpace(errw.String()))
	}
	return decisionIn(out.Bytes())
}

// decisionIn reads a hook's answer as strictly as Claude Code: one document,
// nothing around it, with the event's name and a reason.
func decisionIn(out []byte) (string, error) {
	if len(out) == 0 {
		return "", nil
	}
	root, err := tree.Parse(out)
	if err != nil {
		return "", fmt.Errorf("printed what is not one JSON document: %w", err)
	}
	answer := root.Get("hookSpecificOutput")
	event, _ := answer.Get("hookEventName").Str()
	decision, _ := answer.Get("permissionDecision").Str()
	reason, _ := answer.Get("permissionDecisionReason").Str()
	if event != preToolUse || reason == "" {
		return "", errors.New("printed an answer without the event's name or a reason")
	}
	return decision, nil
}
