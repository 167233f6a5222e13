package policy

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// written are the commands of testdata and of all examples.
func written(t testing.TB) []string {
	t.Helper()
	var out []string
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	for _, name := range files {
		f, err := os.Open(name)
		require.NoError(t, err)
		for s := bufio.NewScanner(f); s.Scan(); {
			if line := strings.TrimSpace(s.Text()); line != "" && line[0] != '#' {
				out = append(out, line)
			}
		}
		f.Close()
	}
	for _, list := range examples(t) {
		for _, ex := range list {
			out = append(out, ex.Run)
		}
	}
	require.Greater(t, len(out), 1000)
	return out
}

// corpus are some of the commands, and made ones.
func corpus(r *rand.Rand, all []string, most int) []string {
	out := slices.Clone(all)
	r.Shuffle(len(out), func(a, b int) { out[a], out[b] = out[b], out[a] })
	out = out[:min(most, len(out))]
	for _, run := range out[:len(out)/3] {
		words := strings.Fields(run)
		words[r.IntN(len(words))] = pick(r, `"$X"`, "$Y", "terraform", "rm-1", "-rf", "deploy", "prod", "--help")
		out = append(out, strings.Join(words, " "), run+pick(r, "; ", " | ", " && ")+out[r.IntN(len(out))])
	}
	return out
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

// entry makes one entry of a policy file, by all means also of those with which
// an agent would try to switch something off.
func entry(r *rand.Rand, n int) string {
	id := pick(r, fmt.Sprintf("own-%d", n), fmt.Sprintf("own-%d", n), "terraform-destroy", "git-push-force", "rm-outside", "guard-changed", "theirs", "theirs-note")
	program := pick(r, "terraform", "git", "rm", "*", "make", "deploy", "aws", "terraform-1", "rm-1", "kubectl", "ls", "echo", "sudo", "{shell}")
	match := program + pick(r, "", " *", " destroy", " -rf", " push --force", " {unknown}", " {live}", " {root}", " {write}", " > **", " !*")
	if strings.HasPrefix(match, "terraform {") || r.IntN(20) == 0 {
		match = pick(r, "> **", ">> {outside}", "X=*", "PATH=*")
	}
	decision := pick(r, "allow", "note", "ask", "deny")
	when := pick(r, "", "", "", "\nwhen = { branch = \"{production}\" }", "\nwhen = { dir = \"!{live}\" }", "\nwhen = { harness = \"claude\" }")
	switch r.IntN(10) {
	case 0, 1, 2, 3:
		return fmt.Sprintf("[rule.%s]\nmatch = '%s'\ndecision = %q\nreason = \"r\"%s\n", id, match, decision, when)
	case 4:
		return fmt.Sprintf("[exception.e%d]\nrule = %q\nmatch = '%s'\nreason = \"r\"%s\n", n, id, match, when)
	case 5, 6:
		return fmt.Sprintf("[override.%s]\ndecision = %q\n", id, decision)
	case 7:
		return fmt.Sprintf("[tool.%s]\ndata = true\nverbs = [\"destroy\", \"push\"]\nflags = [\"-rf\"]\npure = [\"destroy\"]\n", pick(r, "terraform", "git", "rm", "deploy", "sudo", "cp"))
	}
	return "[class]\n" + pick(r, "production", "live", "guard-files", "mine") + " = [\"**\", \"nothing\"]\n"
}

// file makes a policy file; one with a mistake or two is as good.
func file(r *rand.Rand) string {
	var head, body strings.Builder
	for _, key := range []string{`default = "ask"`, `default = "deny"`, `posture = "readonly"`, `posture = "strict"`, `posture = "guard"`, `mode = "observe"`, `mode = "enforce"`, `lock = ["rules"]`,
		`approvals = "own"`, `approvals = "held"`, `approvals = "none"`} {
		if r.IntN(8) == 0 && !strings.Contains(head.String(), key[:5]) {
			head.WriteString(key + "\n")
		}
	}
	for n := range 1 + r.IntN(6) {
		e := entry(r, n)
		if header, _, _ := strings.Cut(e, "\n"); !strings.Contains(body.String(), header) {
			body.WriteString(e)
		}
	}
	return head.String() + body.String()
}

// theirs are policies of a person, over which a project's is laid.
func theirs() []string {
	return []string{
		"",
		"default = \"deny\"" + rulesToml("theirs ask deploy *;theirs-note note make *;yes allow ls *"),
		"posture = \"readonly\"" + rulesToml("theirs deny deploy *;theirs-note allow git status"),
		"posture = \"strict\"\ndefault = \"ask\"" + rulesToml("theirs allow deploy *;theirs-note note rm *"),
		"mode = \"observe\"\nposture = \"readonly\"" + rulesToml("theirs allow echo *"),
		rulesToml("theirs deny deploy prod;theirs-note note terraform *") + "\nwhen = { dir = \"{live}\" }",
		"default = \"ask\"\n[class]\nproduction = [\"main\"]\n[exception.x]\nrule = \"terraform-destroy\"\nmatch = \"terraform destroy\"\nreason = \"r\"" + rulesToml("theirs allow make *;theirs-note ask ls *"),
	}
}

// person makes the layers of a person: a policy of theirs or a made one, now and
// then over a managed one.
func person(r *rand.Rand) (base []Source, text string) {
	if r.IntN(3) == 0 {
		managed := file(r)
		base, text = append(base, Source{Layer: ManagedLayer, File: "managed.toml", Data: []byte(managed)}), "# managed\n"+managed+"# user\n"
	}
	mine := theirs()[r.IntN(len(theirs()))]
	if r.IntN(3) == 0 {
		mine = file(r)
	}
	return append(base, Source{Layer: UserLayer, File: "user.toml", Data: []byte(mine)}), text + mine
}

// generated is how many policies of projects are made up, each for 150 commands.
var generated = flag.Int("policies", 40, "how many policies are made up")

// TestUntrustedNeverLoosens: whatever an untrusted file says, no verdict becomes
// milder by it.
//
//	go test ./policy -run UntrustedNeverLoosens -policies 2000 -v
func TestUntrustedNeverLoosens(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	files, most := *generated, 150
	if testing.Short() {
		files = 12
	}
	judged, tighter := neverLoosens(t, r, files, most, UntrustedLayer)
	t.Logf("%d verdicts, %d of them stricter", judged, tighter)
	if tighter < judged/500 {
		t.Errorf("only %d of %d verdicts were stricter: the files say too little", tighter, judged)
	}
}

// TestProjectsGrantNothing: no file of a project, trusted or not, makes a verdict
// an allowance.
func TestProjectsGrantNothing(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r, all, w, granted := rand.New(rand.NewPCG(seed, 2)), written(t), testWorld(), 0
	w.Now = time.Now
	for range 60 {
		base, mine := person(r)
		text := file(r)
		without, _ := Layered(base...)
		with, _ := Layered(append(base, Source{Layer: ProjectLayer, File: "project.toml", Data: []byte(text)})...)
		for _, run := range corpus(r, all, 100) {
			if with.Evaluate(testCommand(run), w).Decision != Allow {
				continue
			}
			if granted++; without.Evaluate(testCommand(run), w).Decision != Allow {
				t.Errorf("it is granted: %s\n--- theirs\n%s\n--- project\n%s", run, mine, text)
			}
		}
	}
	t.Logf("%d allowances", granted)
}

// TestPropertyCanFail lays the same files as a person's own, which loosen.
func TestPropertyCanFail(t *testing.T) {
	fake := &counting{TB: t}
	neverLoosens(fake, rand.New(rand.NewPCG(7, 7)), 40, 150, UserLayer)
	if fake.failed == 0 {
		t.Error("the property holds even for files that loosen")
	}
}

type counting struct {
	testing.TB
	failed int
}

func (c *counting) Errorf(string, ...any) { c.failed++ }

func neverLoosens(t testing.TB, r *rand.Rand, files, most int, layer Layer) (judged, tighter int) {
	stricter := 0
	defer func() { t.Logf("%d files let fewer approve", stricter) }()
	w := testWorld()
	w.Now = time.Now
	all := written(t)
	for range files {
		commands := corpus(r, all, most)
		base, mine := person(r)
		text := file(r)
		without, _ := Layered(base...)
		with, _ := Layered(append(base, Source{Layer: layer, File: "project.toml", Data: []byte(text)})...)
		if with.Observes() != without.Observes() {
			t.Errorf("the mode has changed\n%s\n%s", mine, text)
		}
		believed, _ := without.Approvals()
		if whose, _ := with.Approvals(); whose < believed {
			t.Errorf("more approvals count: %s, was %s\n%s\n%s", whose, believed, mine, text)
		} else if whose > believed {
			stricter++
		}
		for _, run := range commands {
			before, after := without.Evaluate(testCommand(run), w).Decision, with.Evaluate(testCommand(run), w).Decision
			judged++
			if after > before {
				tighter++
			}
			if after < before {
				t.Errorf("%s becomes %s: %s\n--- theirs\n%s\n--- project\n%s", before, after, run, mine, text)
				break
			}
		}
	}
	return judged, tighter
}
