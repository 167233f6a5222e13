package match

import (
	"testing"

	"tagout/internal/catalog"
	"tagout/internal/class"
	"tagout/internal/lang"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/world"
)

// tools is a catalogue small enough to see through.
const tools = `
version = 1
[tool.tf]
same = ["tofu"]
options = "go"
values = ["-chdir", "-var"]
flags = ["-auto-approve", "-destroy", "-help"]
verbs = ["apply", "destroy", "plan", "state rm", "state list", "stash", "stash drop"]
read = ["plan", "state list"]
destroy = ["destroy", "apply -destroy", "state rm"]
dry = ["-help"]
[tool.rm]
flags = ["-r|-R|--recursive", "-f|--force"]
deletes = ["@*"]
[tool.kube]
values = ["-n|--namespace"]
optional = ["--dry-run"]
flags = ["--all"]
verbs = ["delete", "get", "push"]
destroy = ["delete"]
dry = ["--dry-run=client|server"]
[tool.dd]
options = "dd"
writes = ["@of="]
[tool.sh]
kinds = ["shell", "interpreter"]
values = ["-c"]
runs = [{ how = "script", options = ["-c"] }, { how = "file", when = "!-c" }, { how = "stdin" }]
[tool.curl]
kinds = ["fetcher"]
values = ["-o"]
writes = ["@-o"]
[tool.cat]
filter = true
reads = ["@*"]
[tool.mv]
deletes = ["@..-2"]
writes = ["@-1"]
[tool.box]
values = ["-v"]
flags = ["-i"]
verbs = ["run"]
runs = [{ how = "rest", when = "run", from = 2, place = "container", at = 1, binds = ["-v"] }]
[tool.sudo]
options = "posix"
runs = [{ how = "rest", assigns = true }]
[tool.ssh]
options = "posix"
runs = [{ how = "joined", from = 2, place = "ssh", at = 1 }]
`

type table struct{ tools []catalog.Tool }

func (t table) Tool(name string) *catalog.Tool {
	for i := range t.tools {
		if t.tools[i].Name == name {
			return &t.tools[i]
		}
		for _, s := range t.tools[i].Same {
			if s == name {
				return &t.tools[i]
			}
		}
	}
	return nil
}

func (t table) Policed(name string) bool { return name == "tf" || name == "rm" }

func testTable(t *testing.T) table {
	t.Helper()
	ts, problems := lang.ParseTools("test.toml", []byte(tools))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return table{ts}
}

// answer is the strongest answer of a pattern to any call of a command.
func answer(t *testing.T, cat table, pattern, command string, strict bool) tri.Tri {
	t.Helper()
	p, err := lang.ParsePattern(pattern, cat, "mine")
	if err != nil {
		t.Fatalf("%s: %v", pattern, err)
	}
	env := func(name string) (string, bool) { return "/home/dev", name == "HOME" }
	w := world.World{Getenv: env}
	calls, problems := reach.Calls(command, shell.Config{Dir: "/home/dev/src", World: w}, cat)
	if len(problems) > 0 {
		t.Fatalf("%s: %v", command, problems)
	}
	j := Judge{Calls: calls, Catalog: cat, Lookup: env, Named: []rule.Named{{Name: "mine", Globs: []string{"users"}}}, Place: class.Place{World: w, Home: "/home/dev", Workspace: "/home/dev/src"}}
	best := tri.No
	for _, f := range calls {
		best = best.Or(j.Pattern(&p, f, strict).Answer)
	}
	return best
}

func TestPattern(t *testing.T) {
	cat := testTable(t)
	for _, c := range []struct {
		pattern, command string
		want             tri.Tri
	}{
		// what a program of many possible names would need to say
		{"rm -r {root}", "$CMD -r /", tri.Maybe},
		{"rm {root}", "$CMD /", tri.No},
		{"rm -r {outside}", "$CMD -r /srv/x", tri.No},
		{"rm -r", "$CMD -r x", tri.No},
		{"rm --recursive", "$CMD --recursive x", tri.Maybe},
		{"dd of={outside}", "$CMD of=/srv/x", tri.Maybe},
		// what is taken away, and what is written
		{"mv {home}", "mv ~ x", tri.Yes},
		{"mv {home}", "mv x ~", tri.No},
		{"mv > {home}", "mv x ~", tri.Yes},
		// a new container's paths are its binds'
		{"rm {workspace}", "box run -v /home/dev/src:/w i rm -r /w", tri.Yes},
		{"rm {inside}", "box run -v /home/dev/src:/w i rm -r /w/x", tri.Yes},
		{"rm {root}", "box run i rm -r /", tri.No},
		// verbs
		{"tf destroy", "tf -chdir=prod destroy", tri.Yes},
		{"tf destroy", "tofu destroy", tri.Yes},
		{"tofu destroy", "tf destroy", tri.No},
		{"tf destroy", "tf plan destroy", tri.No},
		{"tf destroy", "tf -var destroy plan", tri.No},
		{"tf state", "tf state rm x", tri.Yes},
		{"tf stash", "tf stash drop", tri.No},
		{"tf stash", "tf stash", tri.Yes},
		{"tf destroy|apply", "tf apply", tri.Yes},
		{"tf {destroy}", "tf state rm x", tri.Yes},
		{"tf {destroy}", "tf apply -destroy", tri.Yes},
		{"tf {destroy}", "tf apply", tri.No},
		{"tf {read}", "tf plan", tri.Yes},
		// options
		{"tf apply -auto-approve", "tf apply --auto-approve", tri.Yes},
		{"tf apply -auto-approve", "tf apply -auto-approve=false", tri.No},
		{"tf apply !-auto-approve", "tf apply", tri.Yes},
		{"tf apply !-auto-approve", "tf apply -auto-approve", tri.No},
		{"tf apply !-auto-approve", "tf apply $X", tri.Yes},
		{"rm -r -f", "rm -rf x", tri.Yes},
		{"rm --recursive", "rm -R x", tri.Yes},
		{"kube delete -n=prod", "kube -n prod delete pod", tri.Yes},
		{"kube delete -n=prod", "kube --namespace=$NS delete pod", tri.Maybe},
		{"kube delete -n=prod", "kube -n dev delete pod", tri.No},
		// dry
		{"tf destroy", "tf destroy -help", tri.No},
		{"kube delete", "kube delete x --dry-run=client", tri.No},
		{"kube delete", "kube delete x --dry-run=none", tri.Yes},
		{"kube delete", "kube delete x --dry-run=\"$(date)\"", tri.Maybe},
		// operands
		{"kube delete ns", "kube delete ns prod", tri.Yes},
		{"kube delete ns prod", "kube delete prod ns", tri.Yes},
		{"kube delete a a", "kube delete a", tri.No},
		{"kube delete *", "kube delete", tri.No},
		{"kube delete !*", "kube delete", tri.Yes},
		{"kube delete !*", "kube delete x", tri.No},
		{"kube delete prod-*", "kube delete prod-$X", tri.Yes},
		{"kube delete prod-*", "kube delete \"$X\"", tri.Maybe},
		{"rm {!temp}", "rm /tmp/x /etc/y", tri.Yes},
		{"rm !{temp}", "rm /tmp/x", tri.No},
		{"rm -r {home}", "rm -rf ~", tri.Yes},
		{"rm -r {home}", "rm -rf ./x", tri.No},
		{"dd of={device}", "dd if=x of=/dev/sda", tri.Yes},
		{"dd of={device}", "dd if=/dev/sda of=x", tri.No},
		// unknown words
		{"tf destroy", "tf $VERB", tri.Maybe},
		{"tf destroy", "tf \"$1\"", tri.Maybe},
		{"tf apply -auto-approve", "tf \"$1\"", tri.No},
		{"tf destroy", "$CMD destroy", tri.Maybe},
		{"tf destroy", "$CMD plan", tri.No},
		{"tf destroy", "$CMD \"$@\"", tri.No},
		{"tf destroy", "$DIR/tf destroy", tri.Yes},
		{"rm -r {root}", "rm $FILES", tri.No},
		{"rm -r {unknown}", "rm -rf \"$DIR\"", tri.Yes},
		{"kube push +*", "kube push \"$X\"", tri.No},
		{"kube push +*", "kube push \"+$X\"", tri.Yes},
		{"kube push a +*", "kube push a \"$X\"", tri.Maybe},
		{"kube push {root}", "kube push \"$X\"", tri.Maybe},
		{"> x.state", "echo a > \"$X\"", tri.No},
		{"> x.state", "> \"$X\"", tri.No},
		{"> x.state", "> \"$X.state\"", tri.Maybe},
		// flows
		{"> **/x.state", "echo a > x.state", tri.Yes},
		{"> **/x.state", "echo a >> x.state", tri.No},
		{">> **/x.state", "echo a >> x.state", tri.Yes},
		{"> **/x.state", "cd sub && : > x.state", tri.Yes},
		{"> **/x.state", "curl -o x.state u", tri.Yes},
		{"tf apply < *", "echo yes | tf apply", tri.Yes},
		{"tf apply < *", "tf apply < /dev/null", tri.No},
		{"tf apply < *", "tf apply", tri.No},
		{"tf apply < *", "tf apply <<< yes", tri.Yes},
		// environment
		{"TF_ARGS=*destroy* tf apply", "TF_ARGS=-destroy tf apply", tri.Yes},
		{"TF_ARGS=*destroy* tf apply", "export TF_ARGS=-destroy; tf apply", tri.Yes},
		{"TF_ARGS=*destroy* tf apply", "TF_ARGS=x tf apply", tri.No},
		{"!TF_ARGS=* tf apply", "tf apply", tri.Yes},
		{"TF_ARGS*=*destroy*", "TF_ARGS_apply=-destroy", tri.Yes},
		// data that flows
		{"{fetcher} | {shell}", "curl u | sh", tri.Yes},
		{"{fetcher} | {shell}", "curl u | cat | sh", tri.Yes},
		{"{fetcher} | {shell}", "curl u | cat", tri.No},
		{"{fetcher} | {shell}", "sh -c \"$(curl u)\"", tri.Yes},
		{"{fetcher} | {shell}", "curl u -o x.sh; sh x.sh", tri.Yes},
		{"{fetcher} | {shell}", "sh <(curl u)", tri.Yes},
		{"{fetcher} | {shell}", "curl u | sh -c 'cat'", tri.No},
		// reached through others
		{"tf destroy", "sudo tf destroy", tri.Yes},
		{"tf destroy", "ssh box 'tf destroy'", tri.Yes},
		{"tf destroy", "sh -c 'tf destroy'", tri.Yes},
		{"tf destroy", "mywrapper --fast tf destroy", tri.Maybe},
		{"tf destroy", "cat tf destroy", tri.No},
	} {
		if got := answer(t, cat, c.pattern, c.command, false); got != c.want {
			t.Errorf("%q on %q: %s, want %s", c.pattern, c.command, got, c.want)
		}
	}
}

// TestStrict: a rule that allows wants proof.
func TestStrict(t *testing.T) {
	cat := testTable(t)
	for _, c := range []struct {
		pattern, command string
		want             tri.Tri
	}{
		{"tf plan", "tf plan", tri.Yes},
		{"tf plan", "tf plan -new-flag", tri.No},
		{"tf plan", "tf plan $(date)", tri.No},
		{"tf plan", "tf $(date)", tri.No},
		{"kube get pod", "kube get pod", tri.Yes},
		{"kube get pod", "kube get pod secret", tri.No},
		{"rm build/*", "rm build/x", tri.Yes},
		{"rm build/*", "rm build/x /etc/passwd", tri.No},
		{"rm build/*", "rm build/../../x", tri.No},
		{"* plan", "$X plan", tri.No},
	} {
		if got := answer(t, cat, c.pattern, c.command, true); got != c.want {
			t.Errorf("%q on %q: %s, want %s", c.pattern, c.command, got, c.want)
		}
	}
}
