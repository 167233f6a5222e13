package policy

import (
	"strings"
	"testing"
	"time"
)

func decide(t *testing.T, toml, text string) Verdict {
	t.Helper()
	p, err := Parse("test.toml", []byte("version = 1\n"+toml))
	if err != nil {
		t.Fatal(err)
	}
	return p.Evaluate(testCommand(text), testWorld())
}

const allowing = `
[tool.lookup]
flags = ["-l"]
verbs = ["list", "drop"]
[rule.lookup]
match = ["lookup list"]
decision = "allow"
reason = "reads only"
[rule.lookup-drop]
match = ["lookup drop"]
decision = "deny"
reason = "drops it"
[rule.sudo]
match = ["sudo"]
decision = "allow"
reason = "for the test"
`

// TestJoining: the strictest finding of all calls decides, and an allowance
// comes back only when every call is allowed and nothing is left over.
func TestJoining(t *testing.T) {
	for text, want := range map[string]Decision{
		"lookup list":                     Allow,
		"lookup list -l":                  Allow,
		"lookup list; lookup list":        Allow,
		"lookup list > /dev/null":         Allow,
		"lookup list > out.txt":           None,
		"lookup list; make":               None,
		"lookup list | tee x":             None,
		"lookup list --new":               None,
		"lookup list $(date)":             None,
		"lookup list; lookup drop":        Deny,
		"lookup list; rm -rf ../a":        Ask,
		"rm -rf ../a; lookup drop":        Deny,
		"lookup $(date)":                  Ask,
		"PATH=/tmp lookup list":           None,
		"lookup() { make; }; lookup list": None,
		"":                                None,
		"# nothing":                       None,
	} {
		if v := decide(t, allowing, text); v.Decision != want {
			t.Errorf("%q: %s, want %s (%+v)", text, v.Decision, want, v.Findings)
		}
	}
}

func TestWhen(t *testing.T) {
	rule := func(when string) string {
		return "[rule.x]\nmatch = [\"frob\"]\ndecision = \"deny\"\nreason = \"frobs\"\nwhen = { " + when + " }\n"
	}
	for when, want := range map[string]Decision{
		`harness = "claude"`:               Deny,
		`harness = ["codex", "claude"]`:    Deny,
		`harness = "codex"`:                None,
		`harness = "!codex"`:               Deny,
		`dir = "/home/dev/**"`:             Deny,
		`dir = "/srv/**"`:                  None,
		`branch = "main"`:                  None, // no repository: a fact that is absent
		`branch = "!main"`:                 Deny,
		`harness = "claude", dir = "/srv"`: None,
	} {
		if v := decide(t, rule(when), "frob"); v.Decision != want {
			t.Errorf("when %s: %s, want %s", when, v.Decision, want)
		}
	}
	if v := decide(t, rule(`dir = "/srv/**"`), "cd \"$(cat x)\" && frob"); v.Decision != Ask {
		t.Errorf("a directory that is not known: %s, want ask", v.Decision)
	}
}

func TestDefault(t *testing.T) {
	if v := decide(t, "default = \"ask\"\n", "frobnicate"); v.Decision != Ask || v.Findings[0].Rule != "default" {
		t.Errorf("%+v", v)
	}
}

// TestFindings: what a verdict says of its findings.
func TestFindings(t *testing.T) {
	text := "echo start; sudo bash -c 'terraform destroy'; git reset --hard"
	v := Builtin().Evaluate(testCommand(text), testWorld())
	if len(v.Findings) != 2 || v.Findings[0].Rule != "terraform-destroy" || v.Findings[1].Rule != "git-reset-hard" {
		t.Fatalf("%+v", v.Findings)
	}
	f := v.Findings[0]
	if got := text[f.Span.Start:f.Span.End]; !strings.Contains(got, "terraform destroy") {
		t.Errorf("span is %q", got)
	}
	if f.Call != "terraform destroy" || strings.Join(f.Via, ", ") != "sudo, bash -c" {
		t.Errorf("call %q via %q", f.Call, f.Via)
	}
}

// TestTotal: hostile input is answered with a question, soon and without a
// panic. The bound is generous; it only tells a hang from an answer.
func TestTotal(t *testing.T) {
	for name, text := range map[string]string{
		"unterminated":      "echo 'a",
		"deep":              strings.Repeat("$(", 500_000),
		"parentheses":       strings.Repeat("(", 100_000),
		"large":             "echo " + strings.Repeat("a", 2<<20),
		"brace":             "rm {1..1000000000}",
		"power":             "rm $((9**9**9)) /",
		"recursion":         "f() { f; f; }; f",
		"many":              strings.Repeat("rm -rf $(cat x)/y; ", 20_000),
		"pipes":             strings.Repeat("a|", 200_000) + "a",
		"ands":              strings.Repeat("a&&", 200_000) + "a",
		"nul":               "terraform\x00destroy",
		"alternatives":      "rm -rf $A$B$C$D$E$F$G$H$I$J$K$L$M$N$O/x",
		"eval of eval":      "x='eval \"$x\"'; eval \"$x\"",
		"array":             "a=(" + strings.Repeat("x ", 50_000) + "); rm -rf \"${a[@]}\"",
		"heredocs":          strings.Repeat("cat <<A\n", 5000),
		"assignments":       strings.Repeat("A=$A$A; ", 100) + "rm -rf $A",
		"quadratic replace": "x=" + strings.Repeat("a", 10_000) + "; " + strings.Repeat("x=${x//a/aa}; ", 20) + "rm -rf $x",
	} {
		start := time.Now()
		v := Builtin().Evaluate(testCommand(text), testWorld())
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		} else {
			t.Logf("%-18s %-5s %v", name, v.Decision, took.Round(time.Millisecond))
		}
		if v.Decision < Ask && name != "pipes" && name != "ands" && name != "alternatives" && name != "array" && name != "nul" && name != "brace" {
			t.Errorf("%s passes: %s", name, v.Decision)
		}
	}
}

// FuzzEvaluate: no text makes an evaluation panic, and appending a command that
// changes nothing never makes the verdict milder.
func FuzzEvaluate(f *testing.F) {
	for _, text := range everyday() {
		f.Add(text)
	}
	f.Add("T=terraform; $T dest''roy")
	f.Add("bash <<E\nrm -rf ~\nE")
	p := Builtin()
	f.Fuzz(func(t *testing.T, text string) {
		v := p.Evaluate(testCommand(text), testWorld())
		for _, finding := range v.Findings {
			if finding.Rule == InternalError {
				t.Fatalf("%q: %s", text, finding.Reason)
			}
		}
		if after := p.Evaluate(testCommand("true; "+text), testWorld()); after.Decision < v.Decision {
			t.Fatalf("%q: %s alone, %s after another command", text, v.Decision, after.Decision)
		}
	})
}
