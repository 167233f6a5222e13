package hook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/policy"
)

// effect is what a harness makes of an answer to an event before a call.
type effect string

const (
	stops   effect = "stops"
	prompts effect = "prompts"
	goes    effect = "goes on as it would"
	grants  effect = "grants"
	// fails is an answer that the harness cannot use: most then run the command.
	fails effect = "fails"
)

// said is an answer as a harness gets it.
type said struct {
	out, err string
	code     int
}

// doc is the one document on standard output; ok reports whether it is one.
func (s said) doc() (doc map[string]any, ok bool) {
	d := json.NewDecoder(strings.NewReader(s.out))
	if d.Decode(&doc) != nil || doc == nil {
		return nil, false
	}
	_, err := d.Token()
	return doc, err == io.EOF
}

func text(doc map[string]any, path ...string) string {
	for _, name := range path[:len(path)-1] {
		doc, _ = doc[name].(map[string]any)
	}
	s, _ := doc[path[len(path)-1]].(string)
	return s
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// understood is each harness's reading of an answer, from internal/harness's
// sources and what was measured of the programs themselves.
func understood(name string, s said) effect {
	switch name {
	case "claude", "vscode", "droid", "qwen":
		return asClaude(s)
	case "codex":
		return asCodex(s)
	case "gemini":
		return asGemini(s)
	case "antigravity":
		return asAntigravity(s)
	case "cursor":
		return asCursor(s)
	case "copilot":
		return asCopilot(s)
	case "cline":
		return asCline(s)
	case "windsurf", "kiro", "kimi", "augment", "grok":
		return asExit(s)
	case "generic", "opencode", "amp", "pi":
		return asGeneric(s)
	}
	// One that is not known may be any of those that were measured.
	all := []effect{asClaude(s), asCodex(s), asGemini(s)}
	if len(slices.Compact(all)) > 1 {
		return fails
	}
	return all[0]
}

func asClaude(s said) effect {
	switch {
	case s.code == 2 && !blank(s.err):
		return stops
	case s.code != 0:
		return fails
	case s.out == "":
		return goes
	}
	doc, ok := s.doc()
	specific, given := doc["hookSpecificOutput"].(map[string]any)
	switch decision := text(doc, "decision"); {
	case !ok, decision != "" && decision != "block" && decision != "approve", given && text(specific, "hookEventName") != "PreToolUse":
		return fails
	case decision == "block":
		return stops
	}
	return byDecision(specific)
}

// byDecision reads a permissionDecision with its reason.
func byDecision(doc map[string]any) effect {
	decision, reason := text(doc, "permissionDecision"), text(doc, "permissionDecisionReason")
	switch {
	case decision == "":
		return goes
	case blank(reason):
		return fails
	}
	effect, ok := map[string]effect{"deny": stops, "ask": prompts, "allow": grants}[decision]
	if !ok {
		return fails
	}
	return effect
}

// asCodex holds an answer to a schema that knows no other member, no question
// and no allow.
func asCodex(s said) effect {
	if s.code != 0 || s.out == "" {
		return asClaude(s)
	}
	doc, ok := s.doc()
	specific, _ := doc["hookSpecificOutput"].(map[string]any)
	known := []string{"decision", "hookSpecificOutput", "reason", "systemMessage"}
	inner := []string{"additionalContext", "hookEventName", "permissionDecision", "permissionDecisionReason"}
	if !ok || !only(doc, known) || !only(specific, inner) || text(doc, "decision") == "block" && blank(text(doc, "reason")) {
		return fails
	}
	if e := asClaude(s); e != prompts && e != grants {
		return e
	}
	return fails
}

func only(doc map[string]any, names []string) bool {
	for name := range maps.Keys(doc) {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// asGemini reads a document whatever the exit code; a text counts by it.
func asGemini(s said) effect {
	doc, ok := s.doc()
	switch {
	case ok:
		return map[string]effect{"deny": stops, "block": stops, "ask": prompts, "allow": grants, "": goes}[text(doc, "decision")]
	case blank(s.out + s.err):
		return goes
	case s.code > 1:
		return stops
	}
	return fails
}

func asAntigravity(s said) effect {
	doc, _ := s.doc()
	switch text(doc, "decision") {
	case "allow":
		return goes // its own question still comes
	case "ask", "force_ask":
		return prompts
	case "deny":
		return stops
	}
	return stops // it fails closed
}

// asCursor wants a document even for no opinion, as with failClosed.
func asCursor(s said) effect {
	doc, ok := s.doc()
	switch {
	case s.code == 2:
		return stops
	case s.code != 0 || !ok:
		return fails
	}
	switch text(doc, "permission") {
	case "deny":
		return stops
	case "allow":
		return grants
	case "":
		return goes
	}
	return fails // ask is passed over
}

func asCopilot(s said) effect {
	doc, ok := s.doc()
	switch {
	case s.code != 0:
		return stops
	case s.out == "":
		return goes
	case !ok:
		return fails
	}
	return byDecision(doc)
}

func asCline(s said) effect {
	doc, ok := s.doc()
	switch cancel, is := doc["cancel"].(bool); {
	case s.code != 0:
		return stops
	case !ok || !is || cancel && blank(text(doc, "errorMessage")):
		return fails
	case cancel:
		return stops
	}
	return goes
}

func asExit(s said) effect {
	switch {
	case s.code == 2 && !blank(s.err):
		return stops
	case s.code == 0 && s.out == "":
		return goes
	}
	return fails
}

// asGeneric wants the document and the exit code to say the same.
func asGeneric(s said) effect {
	doc, ok := s.doc()
	decision := text(doc, "decision")
	switch {
	case !ok, decision != "none" && decision != "allow" && blank(text(doc, "reason")):
		return fails
	case decision == "deny" && s.code == 2:
		return stops
	case decision == "ask" && s.code == 1:
		return prompts
	case decision == "none" && s.code == 0:
		return goes
	case decision == "allow" && s.code == 0:
		return grants
	}
	return fails
}

// wanted is what a harness should make of a decision.
func wanted(name string, d policy.Decision) effect {
	h := harness.Find(name)
	switch {
	case d == policy.Deny, d == policy.Ask && (h == nil || !h.CanAsk()):
		return stops
	case d == policy.Ask:
		return prompts
	case d == policy.Allow && (name == claude || inProcess(name)):
		return grants
	}
	return goes
}

// TestReplies proves for every harness and every decision, whatever the reason
// holds, that the answer is one that it takes for what was decided.
func TestReplies(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, name := range append(harness.Names(), "") {
		for _, event := range []string{"PreToolUse", "preToolUse", "beforeShellExecution", "BeforeTool", ""} {
			for _, mode := range []string{"default", bypass} {
				for range 200 {
					d := []policy.Decision{policy.Allow, policy.None, policy.Ask, policy.Deny}[r.Intn(4)]
					want := wanted(name, d)
					if name == claude && mode == bypass && d == policy.Ask {
						want = stops
					}
					s := session{}
					s.event.Store(&Event{Harness: name, Name: event, Mode: mode, known: true})
					got := s.reply(d, odd(r, d))
					assert.Equal(t, want, understood(name, said{got.out, got.err, got.code}), "%s: %s: %q %q %d", name, d, got.out, got.err, got.code)
				}
			}
		}
	}
}

// odd is a reason that a form may choke on; for no opinion it may be empty.
func odd(r *rand.Rand, d policy.Decision) string {
	parts := []string{"deny x: ", `"`, `\`, "\n", "\x00", "\x1b[31m", "\u2028", "</script>", "\xff\xfe", "é", "{}", "}\n{", "\ufeff", strings.Repeat("long ", 3000)}
	if d == policy.None && r.Intn(3) == 0 {
		return ""
	}
	out := "x"
	for range r.Intn(6) {
		out += parts[r.Intn(len(parts))]
	}
	return out
}

// hear runs the hook on an event and returns what the harness gets.
func hear(named string, event []byte, h Host) said {
	var out, errw bytes.Buffer
	code := Run(named, bytes.NewReader(event), &out, &errw, h)
	return said{out.String(), errw.String(), code}
}

// names are those that a harness may come upon in a registration: its own, none,
// Claude Code's, from whose settings most are copied, and those of the settings
// that it reads besides its own.
func names(sender string) []string {
	out := []string{sender, "", claude}
	for _, f := range harness.Find(sender).Files {
		if f.Of != "" && !slices.Contains(out, f.Of) {
			out = append(out, f.Of)
		}
	}
	return out
}

// TestOthersSettings proves that what is refused stops, and what is asked does
// not run, also where another harness than the one named on the command line
// runs the hook.
func TestOthersSettings(t *testing.T) {
	for _, file := range events(t) {
		sender, kind := filepath.Base(filepath.Dir(file)), strings.TrimSuffix(filepath.Base(file), ".json")
		if sender == "unknown" || kind == "start" || inProcess(sender) {
			continue
		}
		event, err := os.ReadFile(file)
		require.NoError(t, err)
		own := understood(sender, hear(sender, event, testHost()))
		require.NotEqual(t, fails, own, file)
		for _, named := range names(sender) {
			got := understood(sender, hear(named, event, testHost()))
			switch own {
			case stops:
				assert.Equal(t, stops, got, "%s with --harness=%s", file, named)
			case prompts:
				assert.Contains(t, []effect{stops, prompts}, got, "%s with --harness=%s", file, named)
			case goes:
				assert.Equal(t, goes, got, "%s with --harness=%s", file, named)
			}
		}
	}
}

// TestWhenNothingIsKnown proves that each harness stops where its event is cut
// short, never comes, or makes tagout fail; where there is nobody to tell, an
// empty event too.
func TestWhenNothingIsKnown(t *testing.T) {
	late := testHost()
	late.Deadline = 20 * time.Millisecond
	for _, name := range harness.Names() {
		event := []byte(bash("terraform destroy"))
		if name != claude {
			var err error
			event, err = os.ReadFile(filepath.Join("testdata", name, "deny.json"))
			require.NoError(t, err)
		}
		with := func(command string) []byte {
			return bytes.Replace(event, []byte("terraform destroy"), []byte(command), 1)
		}
		for what, s := range map[string]said{
			"cut short": hear(name, event[:len(event)/2], testHost()), "empty": hear(name, nil, testHost()), "{}": hear(name, []byte("{}"), testHost()),
			"a fault": hear(name, with("panic"), testHost()), "late": hear(name, with("hang"), late), "never": hearNothing(name, late),
		} {
			assert.Contains(t, []effect{stops, prompts}, understood(name, s), "%s: %s: %v", name, what, s)
		}
	}
}

// hearNothing runs the hook on an input that does not end.
func hearNothing(named string, h Host) said {
	r, w := io.Pipe()
	defer w.Close()
	var out, errw bytes.Buffer
	code := Run(named, r, &out, &errw, h)
	return said{out.String(), errw.String(), code}
}

// TestModels proves that the models above are able to find a fault: each of
// these answers ran the command in the program itself.
func TestModels(t *testing.T) {
	const denied = `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"r"}`
	for _, tt := range []struct {
		harness string
		said    said
	}{
		{"gemini", said{denied + "}", "", 0}},
		{"gemini", said{denied + "}", "r", 2}},
		{"gemini", said{"", "", 2}},
		{"codex", said{denied + `,"permission":"deny"}`, "", 0}},
		{"codex", said{strings.Replace(denied, `"r"`, `""`, 1) + "}", "", 0}},
		{"codex", said{strings.Replace(denied, "deny", "ask", 1) + "}", "", 0}},
		{"codex", said{denied + "}", "", 1}},
		{"codex", said{"", "", 2}},
		{"claude", said{strings.Replace(denied, `"hookEventName":"PreToolUse",`, "", 1) + "}", "", 0}},
		{"claude", said{denied + "}" + denied + "}", "", 0}},
		{"claude", said{denied, "", 0}},
		{"claude", said{`{"decision":"deny","reason":"r"}`, "", 0}},
		{"claude", said{"", "r", 1}},
		{"cursor", said{`{"permission":"ask"}`, "", 0}},
		{"copilot", said{`{"permissionDecision":"deny"}`, "", 0}},
		{"windsurf", said{"", "r", 1}},
	} {
		assert.NotContains(t, []effect{stops, prompts}, understood(tt.harness, tt.said), fmt.Sprint(tt))
	}
}
