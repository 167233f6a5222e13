package policy

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// layered makes a policy of texts: "managed:", "user:", "project:" or
// "untrusted:" begins a layer's.
func layered(t testing.TB, text string) (*Policy, error) {
	t.Helper()
	var sources []Source
	for _, line := range strings.Split(text, "\n") {
		switch name, rest, _ := strings.Cut(line, ":"); name {
		case "managed", "user", "project", "untrusted":
			layers := map[string]Layer{"managed": ManagedLayer, "user": UserLayer, "project": ProjectLayer, "untrusted": UntrustedLayer}
			sources = append(sources, Source{Layer: layers[name], File: name + ".toml", Data: []byte(rest)})
		default:
			s := &sources[len(sources)-1]
			s.Data = append(s.Data, "\n"+line...)
		}
	}
	return Layered(sources...)
}

func rulesToml(rules string) string {
	var b strings.Builder
	for _, r := range strings.Split(rules, ";") {
		f := strings.Fields(r)
		b.WriteString("\n[rule." + f[0] + "]\ndecision = \"" + f[1] + "\"\nreason = \"r\"\nmatch = [\"" + strings.Join(f[2:], " ") + "\"]")
	}
	return b.String()
}

const sandbox = `
[exception.sandbox]
rule = "terraform-destroy"
match = "terraform destroy -target=*"
reason = "r"`

// TestApprovals: whose approvals count is what the last trusted layer says, and a
// project, or whoever stands above a lock, only makes it stricter.
func TestApprovals(t *testing.T) {
	for _, tt := range []struct{ policy, want, by, ignored string }{
		{"user:version = 1", "own", "", ""},
		{"managed:approvals = \"none\"", "none", "managed.toml", ""},
		{"managed:approvals = \"held\"\nuser:approvals = \"own\"", "own", "user.toml", ""},
		{"managed:approvals = \"held\"\nlock = [\"approvals\"]\nuser:approvals = \"own\"", "held", "managed.toml", "approvals: whose approvals count is locked"},
		{"managed:approvals = \"held\"\nlock = [\"approvals\"]\nuser:approvals = \"none\"", "none", "user.toml", ""},
		{"managed:approvals = \"held\"\nmanaged:approvals = \"own\"\nlock = [\"approvals\"]", "own", "managed.toml", ""},
		{"managed:lock = [\"approvals\"]\nuser:approvals = \"held\"", "held", "user.toml", ""},
		{"user:approvals = \"held\"\nproject:approvals = \"own\"", "held", "user.toml", "approvals: a project lets nobody approve more"},
		{"user:approvals = \"held\"\nproject:approvals = \"none\"", "none", "project.toml", ""},
		{"user:approvals = \"held\"\nuntrusted:approvals = \"own\"", "held", "user.toml", "approvals: a project lets nobody approve more"},
		{"untrusted:approvals = \"none\"", "none", "untrusted.toml", ""},
	} {
		p, err := layered(t, tt.policy)
		require.NoError(t, err)
		whose, by := p.Approvals()
		assert.Equal(t, tt.want, whose.String(), tt.policy)
		assert.Equal(t, tt.by, by, tt.policy)
		var ignored []string
		for _, i := range p.Ignored() {
			ignored = append(ignored, i.Entry+": "+i.Why)
		}
		assert.Equal(t, tt.ignored, strings.Join(ignored, "\n"), tt.policy)
	}
}

func TestLayers(t *testing.T) {
	for _, tt := range []struct{ name, policy, run, want, ignored string }{
		{"override down", "user:[override.terraform-destroy]\ndecision = \"ask\"", "terraform destroy", "ask", ""},
		{"override up", "user:[override.git-push-force]\ndecision = \"deny\"", "git push --force", "deny", ""},
		{"override up, maybe", "user:[override.git-push-force]\ndecision = \"deny\"", "git push --force", "deny", ""},
		{"override to a note", "user:[override.terraform-destroy]\ndecision = \"note\"", "terraform destroy", "none", ""},
		{"the last override counts", "managed:[override.terraform-destroy]\ndecision = \"ask\"\nuser:[override.terraform-destroy]\ndecision = \"deny\"", "terraform destroy", "deny", ""},
		{"own rule overridden by a project", "user:" + rulesToml("x ask foo bar") + "\nproject:[override.x]\ndecision = \"note\"", "foo bar", "none", ""},
		{"project: no allow by override", "user:" + rulesToml("x ask foo bar") + "\nproject:[override.x]\ndecision = \"allow\"", "foo bar", "ask", "override x: this layer grants nothing"},
		{"user allows", "user:" + rulesToml("x allow foo bar"), "foo bar", "allow", ""},
		{"project: no allow", "project:" + rulesToml("x allow foo bar"), "foo bar", "none", "rule x: a project grants nothing"},
		{"project: no allow by posture", "project:posture = \"readonly\"", "ls", "none", ""},
		{"project: posture asks", "project:posture = \"readonly\"", "make x", "ask", ""},
		{"user posture stands", "user:posture = \"readonly\"\nproject:posture = \"guard\"", "make x", "ask", ""},
		{"project default", "project:default = \"deny\"", "make x", "deny", ""},
		{"project default is no milder", "user:default = \"deny\"\nproject:default = \"none\"", "make x", "deny", ""},
		{"exception", "user:" + sandbox, "terraform destroy -target=aws_x.y", "none", ""},
		{"exception, other call", "user:" + sandbox, "terraform destroy", "deny", ""},
		{"exception, one of two calls", "user:" + sandbox, "terraform destroy -target=a; terraform destroy", "deny", ""},
		{"exception, unknown value", "user:" + sandbox + "\nmatch = 0", "terraform destroy", "broken", ""},
		{"exception, unknown", "user:" + strings.ReplaceAll(sandbox, "*", "a.*"), "terraform destroy -target=$X", "deny", ""},
		{"exception, a second value", "user:" + strings.ReplaceAll(sandbox, "*", "a.*"), "terraform destroy -target=a.b -target=prod.x", "deny", ""},
		{"exception, a loose word", "user:" + sandbox, "terraform destroy -target=a $X", "deny", ""},
		{"exception, a variable beside", "user:" + sandbox, "AWS_PROFILE=prod terraform destroy -target=a", "deny", ""},
		{"exception, an exported variable", "user:" + sandbox, "export AWS_PROFILE=prod; terraform destroy -target=a", "deny", ""},
		{"exception, a named variable", "user:" + strings.Replace(sandbox, "\"terraform destroy ", "\"AWS_PROFILE=dev terraform destroy ", 1), "AWS_PROFILE=dev terraform destroy -target=a", "none", ""},
		{"exception, the named variable with another value", "user:" + strings.Replace(sandbox, "\"terraform destroy ", "\"AWS_PROFILE=dev terraform destroy ", 1), "AWS_PROFILE=prod terraform destroy -target=a", "deny", ""},
		{"exception, a write beside", "user:" + sandbox, "terraform destroy -target=a > log", "deny", ""},
		{"exception, output thrown away", "user:" + sandbox, "terraform destroy -target=a > /dev/null", "none", ""},
		{"exception, a named write", "user:" + strings.Replace(sandbox, "=*\"", "=* > log\"", 1), "terraform destroy -target=a > log", "none", ""},
		{"exception to ask", "user:" + sandbox + "\ndecision = \"ask\"", "terraform destroy -target=a", "ask", ""},
		{"exception is no stricter", "user:" + rulesToml("x note foo bar") + "\n[exception.e]\nrule = \"x\"\nmatch = \"foo bar\"\nreason = \"r\"\ndecision = \"ask\"", "foo bar", "none", ""},
		{"exception, last day", "user:" + sandbox + "\nuntil = 2026-11-25", "terraform destroy -target=a", "none", ""},
		{"exception, over", "user:" + sandbox + "\nuntil = 2026-11-24", "terraform destroy -target=a", "deny", ""},
		{"exception, when", "user:" + sandbox + "\nwhen = { dir = \"/home/dev/**\" }", "terraform destroy -target=a", "none", ""},
		{"exception, when not", "user:" + sandbox + "\nwhen = { dir = \"!/home/dev/**\" }", "terraform destroy -target=a", "deny", ""},
		{"exception grants nothing", "user:posture = \"readonly\"" + sandbox, "terraform destroy -target=a", "ask", ""},
		{"exception, a variable that the hook has and the shell may not", "user:" + strings.Replace(sandbox, "\"terraform destroy ", "\"USER=dev terraform destroy ", 1), "terraform destroy -target=a", "deny", ""},
		{"exception of two rules", "user:" + rulesToml("x ask terraform destroy") + strings.Replace(sandbox, "\"terraform-destroy\"", "[\"terraform-destroy\", \"x\"]", 1), "terraform destroy -target=a", "none", ""},
		{"exception of one of two rules", "user:" + rulesToml("x ask terraform destroy") + sandbox, "terraform destroy -target=a", "ask", ""},
		{"exception of a locked rule and another", "user:" + rulesToml("x ask foo bar") + "\n[exception.e]\nrule = [\"x\", \"guard-changed\"]\nmatch = \"foo bar\"\nreason = \"r\"", "foo bar", "none", "exception e: rule guard-changed is locked"},
		{"exception grants nothing beside an allowance", "user:" + rulesToml("x allow foo *;y ask foo bar") + "\n[exception.e]\nrule = \"y\"\nmatch = \"foo bar\"\nreason = \"r\"", "foo bar", "none", ""},
		{"project: no allow by a grammar", "user:posture = \"readonly\"\nproject:[tool.make]\nverbs = [\"x\"]\npure = [\"x\"]", "make x", "none", ""},
		{"project: no allow by an override of what asks", "user:" + rulesToml("x allow foo *;y ask foo bar") + "\nproject:[override.y]\ndecision = \"note\"", "foo bar", "none", ""},
		{"user: allow by a grammar", "user:posture = \"readonly\"\n[tool.make]\nverbs = [\"x\"]\npure = [\"x\"]", "make x", "allow", ""},
		{"exception, nested", "user:" + sandbox, "sudo bash -c 'terraform destroy -target=a'", "none", ""},
		{"exception for no rule", "user:" + strings.Replace(sandbox, "terraform-destroy", "terraform-destroi", 1), "ls", "broken", ""},
		{"override of no rule", "user:[override.nothing]\ndecision = \"ask\"", "ls", "broken", ""},
		{"guard rules are locked", "user:[override.guard-changed]\ndecision = \"note\"", "rm .tagout.toml", "ask", "override guard-changed: the rule is locked"},
		{"guard rules may be stricter", "user:[override.guard-changed]\ndecision = \"deny\"", "rm .tagout.toml", "deny", ""},
		{"managed may relax a guard", "managed:[override.guard-changed]\ndecision = \"note\"", "rm .tagout.toml", "none", ""},
		{"no exception of a guard", "user:[exception.e]\nrule = \"guard-changed\"\nmatch = \"rm **\"\nreason = \"r\"", "rm .tagout.toml", "ask", "exception e: rule guard-changed is locked"},
		{"no grammar hides a guard", "user:[tool.rm]\nsame = [\"cp\"]\ndata = true", "rm .tagout.toml", "ask", ""},
		{"no grammar hides a guarded write", "user:[tool.cp]\ndata = true", "cp x .tagout.toml", "ask", ""},
		{"no name hides a guard", "user:" + rulesToml("x note rm-1 y"), "rm-1 .tagout.toml", "ask", ""},
		{"a user's grammar may hide what is not locked", "user:[tool.terraform]\nverbs = [\"x\"]", "terraform destroy", "none", ""},
		{"but not what is", "managed:lock = [\"rule:terraform-*\"]\nuser:[tool.terraform]\nverbs = [\"x\"]", "terraform destroy", "deny", ""},
		{"lock a rule", "managed:lock = [\"rule:terraform-*\"]\nuser:[override.terraform-destroy]\ndecision = \"ask\"", "terraform destroy", "deny", "override terraform-destroy: the rule is locked"},
		{"lock all rules", "managed:lock = [\"rules\"]\nuser:" + sandbox, "terraform destroy -target=a", "deny", "exception sandbox: rule terraform-destroy is locked"},
		{"lock the posture", "managed:lock = [\"posture\"]\nposture = \"strict\"\nuser:posture = \"guard\"", "frobnicate", "ask", "posture: the posture is locked"},
		{"lock granting", "managed:lock = [\"allow\"]\nuser:" + rulesToml("x allow foo bar"), "foo bar", "none", "rule x: the managed policy grants alone"},
		{"lock the mode", "managed:lock = [\"mode\"]\nuser:mode = \"observe\"", "terraform destroy", "deny", "mode: the mode is locked"},
		{"no locks of a user", "user:lock = [\"rules\"]\nproject:[override.terraform-destroy]\ndecision = \"ask\"", "terraform destroy", "ask", "lock: only a managed policy locks"},
		{"untrusted rule", "untrusted:" + rulesToml("x deny foo bar"), "foo bar", "deny", ""},
		{"untrusted class", "untrusted:[class]\nlive = [\"prod\"]" + rulesToml("x deny foo {live}"), "foo prod", "deny", ""},
		{"untrusted class in when", "untrusted:[class]\nhomes = [\"/home/**\"]" + rulesToml("x deny foo bar") + "\nwhen = { dir = \"{homes}\" }", "foo bar", "deny", ""},
		{"untrusted raise", "untrusted:[override.git-push-force]\ndecision = \"deny\"", "git push --force", "deny", ""},
		{"untrusted lowering", "untrusted:[override.terraform-destroy]\ndecision = \"ask\"", "terraform destroy", "deny", "override terraform-destroy: it is milder than deny, and counts not before it is trusted"},
		{"untrusted built-in id", "untrusted:" + rulesToml("terraform-destroy note x y"), "terraform destroy", "deny", "rule terraform-destroy: there is one of this name already"},
		{"untrusted allow", "untrusted:" + rulesToml("x allow foo bar"), "foo bar", "none", "rule x: a project grants nothing"},
		{"untrusted tool", "untrusted:[tool.terraform]\ndata = true", "terraform destroy", "deny", "tool terraform: not before it is trusted"},
		{"untrusted tool, own rule", "untrusted:[tool.foo]\nverbs = [\"bar\"]" + rulesToml("x deny foo bar"), "foo -v bar", "deny", "tool foo: not before it is trusted"},
		{"untrusted exception", "untrusted:" + sandbox, "terraform destroy -target=a", "deny", "exception sandbox: not before it is trusted"},
		{"untrusted mode", "untrusted:mode = \"observe\"", "terraform destroy", "deny", "mode: not before it is trusted"},
		{"untrusted production", "untrusted:[class]\nproduction = [\"nowhere\"]", "ls", "none", "class production: there is one of this name already, which conditions mean"},
		{"untrusted class in others' conditions", "user:" + rulesToml("x deny foo bar") + "\nwhen = { dir = \"!{production}\" }\nuntrusted:[class]\nproduction = [\"/home/**\"]", "foo bar", "deny", "class production: there is one of this name already, which conditions mean"},
		{"untrusted, default deny stays", "user:default = \"deny\"\nuntrusted:" + rulesToml("x ask foo bar"), "foo bar", "deny", ""},
		{"untrusted rule that renames", "untrusted:" + rulesToml("x note terraform-1 y"), "terraform-1 destroy", "deny", ""},
		{"a user's exception holds for what a project raises", "user:[exception.e]\nrule = \"git-push-force\"\nmatch = \"git push --force\"\nreason = \"r\"\nuntrusted:[override.git-push-force]\ndecision = \"deny\"", "git push --force", "none", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := layered(t, tt.policy)
			if tt.want == "broken" {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			w := testWorld()
			w.Now = func() time.Time { return time.Date(2026, 11, 25, 23, 59, 0, 0, time.Local) }
			v := p.Evaluate(testCommand(tt.run), w)
			assert.Equal(t, tt.want, v.Decision.String())
			assert.False(t, v.Observed)
			var got []string
			for _, i := range p.Ignored() {
				got = append(got, i.Entry+": "+i.Why)
				assert.NotZero(t, i.Line)
			}
			assert.Equal(t, tt.ignored, strings.Join(got, "; "))
		})
	}
}

func TestObserve(t *testing.T) {
	p, err := layered(t, "user:mode = \"observe\"")
	require.NoError(t, err)
	v := p.Evaluate(testCommand("terraform destroy"), testWorld())
	assert.Equal(t, Deny, v.Decision)
	assert.True(t, v.Observed && p.Observes())
	p, err = layered(t, "user:mode = \"observe\"\nproject:mode = \"enforce\"")
	require.NoError(t, err)
	assert.True(t, p.Observes(), "a project does not end observing, which grants")
}

func TestExceptionEnds(t *testing.T) {
	p, err := layered(t, "user:"+sandbox+"\nuntil = 2027-01-31")
	require.NoError(t, err)
	run := func(now func() time.Time) Verdict {
		w := testWorld()
		w.Now = now
		return p.Evaluate(testCommand("terraform destroy -target=a"), w)
	}
	zone := time.FixedZone("east", 14*3600)
	at := func(day, hour int) func() time.Time {
		return func() time.Time { return time.Date(2027, 1, day, hour, 59, 59, 0, zone) }
	}
	assert.Equal(t, None, run(at(31, 23)).Decision)
	over := run(at(32, 0))
	assert.Equal(t, Deny, over.Decision)
	assert.Equal(t, []string{"exception sandbox ended with 2027-01-31"}, over.Notes)
	assert.Equal(t, Deny, run(nil).Decision, "no clock, no exception")
}

func TestBrokenLayers(t *testing.T) {
	for _, tt := range []struct {
		policy string
		want   Decision
		at     string
	}{
		{"managed:decision = 1\nuser:", Deny, "managed.toml:1:1"},
		{"managed:\nuser:x = 1", Ask, "user.toml:1:1"},
		{"user:\nuntrusted:[rule.x]\nmatch = \"\"", Ask, "untrusted.toml:1:7"},
		{"untrusted:not toml", Ask, "untrusted.toml:1"},
	} {
		p, err := layered(t, tt.policy)
		var broken *Broken
		require.True(t, errors.As(err, &broken), tt.policy)
		assert.Equal(t, tt.want, broken.Decision, tt.policy)
		assert.Contains(t, err.Error(), tt.at)
		assert.Equal(t, Deny, p.Evaluate(testCommand("terraform destroy"), testWorld()).Decision, "what loads still applies")
	}
	p, err := layered(t, "user:"+sandbox+"\nwhen = { dir = \"{nope}\" }")
	assert.ErrorContains(t, err, `unknown class "nope"`)
	assert.Equal(t, Deny, p.Evaluate(testCommand("terraform destroy -target=a"), testWorld()).Decision, "an exception with a mistake is none")
	p, err = layered(t, "user:bad = 1"+rulesToml("x deny foo bar")+"\nuntrusted:bad = 1"+rulesToml("y deny foo baz"))
	require.Error(t, err)
	for _, run := range []string{"foo bar", "foo baz"} {
		assert.Equal(t, Deny, p.Evaluate(testCommand(run), testWorld()).Decision, run)
	}
}

// TestProjectsTakeNoTries: rules of an untrusted project that are many leave the
// policy's own the room that they have without.
func TestProjectsTakeNoTries(t *testing.T) {
	var many []string
	for i := range 250 {
		many = append(many, fmt.Sprintf("own-%d ask foo%d bar", i, i))
	}
	p, err := layered(t, "untrusted:"+rulesToml(strings.Join(many, ";")))
	require.NoError(t, err)
	v := p.Evaluate(testCommand(strings.Repeat("ls a; ", 250)+"terraform destroy"), testWorld())
	assert.Equal(t, Deny, v.Decision)
	assert.Equal(t, "terraform-destroy", v.Findings[0].Rule)
	assert.Equal(t, TooComplex, v.Findings[len(v.Findings)-1].Rule, "and what was not tried is told")
}
