package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tagout/internal/harness"
	"tagout/internal/tree"
)

// callProgram looks at the program a hook names, and then, unless nothing may be
// run, sends it two events exactly as its harness would: one that must be
// refused, one that must not.
func (p *patient) callProgram(where string, own found) {
	argv := own.argv
	if !own.shell && p.r.Format != harness.Script && !p.runnable(where, argv[0]) || p.still {
		return
	}
	refused, err := p.send(argv, "terraform destroy")
	switch {
	case err != nil:
		p.bad("canary", p.again(), "%s: asked about `terraform destroy`, it %v", where, err)
	case refused != "deny" && refused != "ask":
		p.bad("canary", "look at the policy: `tagout check terraform destroy`", "%s: `terraform destroy` was let through", where)
	default:
		p.good("canary", "%s: `terraform destroy` is answered with %s", where, refused)
	}
	answer, err := p.send(argv, "ls")
	switch {
	case err != nil:
		p.bad("canary", p.again(), "%s: asked about `ls`, it %v", where, err)
	case answer == "deny" || answer == "ask":
		p.bad("canary", "look at the policy: `tagout check ls`", "%s: `ls` is answered with %s", where, answer)
	default:
		p.good("canary", "%s: `ls` is let through", where)
	}
}

// runnable reports whether the program is there and can be run.
func (p *patient) runnable(where, program string) bool {
	info, err := os.Stat(program)
	switch {
	case err != nil:
		p.bad("program", p.again(), "%s: %v", where, err)
		return false
	case !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0:
		p.bad("program", p.again(), "%s: %s cannot be executed", where, program)
		return false
	}
	same, err := p.ownBuild(program)
	switch {
	case err != nil:
		p.bad("program", "make it readable", "%s: %v", where, err)
	case !same:
		p.bad("program", p.again(), "%s: %s is another build than the running program", where, program)
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

// send runs a hook on the harness's own event for a command, and returns its
// decision, "" for none.
func (p *patient) send(argv []string, command string) (string, error) {
	return p.sendEvent(argv, strings.NewReplacer("COMMAND", quoted(command), "DIR", quoted(p.dir)).Replace(p.r.Canary))
}

func (p *patient) sendEvent(argv []string, event string) (string, error) {
	code, out, errText, err := p.run(argv, event)
	if err != nil {
		return "", err
	}
	return decisionIn(p.r.Answer, code, out, errText)
}

// ask runs a hook on an event and returns what it prints.
func (p *patient) ask(argv []string, event string) ([]byte, error) {
	code, out, errText, err := p.run(argv, event)
	if err == nil && code != 0 {
		err = fmt.Errorf("exit status %d: %s", code, errText)
	}
	return out, err
}

// run runs a hook on an event as its harness would.
func (p *patient) run(argv []string, event string) (code int, stdout []byte, stderr string, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), canaryTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.Stdin = p.dir, strings.NewReader(event)
	cmd.Env = append(p.env[:len(p.env):len(p.env)], "CLAUDE_PROJECT_DIR="+p.dir)
	var out, errw bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errw
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return 0, nil, "", fmt.Errorf("failed: %w", err)
	}
	return cmd.ProcessState.ExitCode(), out.Bytes(), strings.TrimSpace(errw.String()), nil
}

// blocks is the exit code that refuses, with a reason on standard error.
const blocks = 2

// decisionIn reads a hook's answer as strictly as the strictest harness of its
// form: one document, nothing around it, with a reason for what is refused.
func decisionIn(how harness.Answer, code int, out []byte, errText string) (string, error) {
	byDocument := how == harness.Cancel || how == harness.Plain
	switch {
	case code == blocks && !byDocument && errText != "":
		return "deny", nil
	case code == blocks && !byDocument:
		return "", errors.New("refused by exit code 2 and gave no reason, which lets the command run")
	case code != 0 && how != harness.Plain:
		return "", fmt.Errorf("failed: exit status %d: %s", code, errText)
	case len(bytes.TrimSpace(out)) == 0 && !byDocument || how == harness.ByExit:
		return "", nil
	}
	root, err := tree.Parse(out)
	if err != nil {
		return "", fmt.Errorf("printed what is not one JSON document: %w", err)
	}
	return decisionOf(how, code, root)
}

// decisionOf reads the document of an answer.
func decisionOf(how harness.Answer, code int, root *tree.Node) (string, error) {
	decision, reason := "", "none"
	switch how {
	case harness.Nested:
		answer := root.Get("hookSpecificOutput")
		if answer == nil && root.Get("systemMessage") != nil {
			return "", nil // a note
		}
		event, _ := answer.Get("hookEventName").Str()
		decision, _ = answer.Get("permissionDecision").Str()
		reason, _ = answer.Get("permissionDecisionReason").Str()
		if event != "PreToolUse" || decision == "" && answer.Get("additionalContext") == nil {
			return "", errors.New("printed an answer without the event's name or a decision")
		}
	case harness.Flat:
		decision, _ = root.Get("permissionDecision").Str()
		reason, _ = root.Get("permissionDecisionReason").Str()
	case harness.Permission:
		decision, _ = root.Get("permission").Str()
	case harness.Decision:
		decision, _ = root.Get("decision").Str()
		reason, _ = root.Get("reason").Str()
	case harness.Cancel:
		if v := root.Get("cancel"); v != nil && v.Kind == tree.True {
			decision = "deny"
			reason, _ = root.Get("errorMessage").Str()
		}
	case harness.Plain:
		return plainDecision(root, code)
	}
	switch decision {
	case "deny", "ask", "force_ask":
		if reason == "" {
			return "", errors.New("printed a " + decision + " without a reason")
		}
		return strings.TrimPrefix(decision, "force_"), nil
	case "", "allow":
		return "", nil
	}
	return "", fmt.Errorf("printed the unknown decision %q", decision)
}

// plainDecision reads the form of our own, in which document and exit code say
// the same.
func plainDecision(root *tree.Node, code int) (string, error) {
	decision, _ := root.Get("decision").Str()
	want := map[string]int{"none": 0, "allow": 0, "ask": 1, "deny": blocks}
	if is, known := want[decision]; !known || is != code {
		return "", fmt.Errorf("printed the decision %q with exit code %d", decision, code)
	}
	if code == 0 {
		return "", nil
	}
	return decision, nil
}
