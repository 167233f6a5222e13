package reach

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"tagout/internal/builtin"
	"tagout/internal/shell"
	"tagout/internal/world"
)

// disk is a world with the given files below /w.
func disk(files map[string]string) world.World {
	m := fstest.MapFS{}
	for name, text := range files {
		m[strings.TrimPrefix(name, "/")] = &fstest.MapFile{Data: []byte(text), Mode: 0o755}
	}
	rel := func(name string) string { return strings.TrimPrefix(name, "/") }
	return world.World{
		Getenv: func(name string) (string, bool) { return "/home/dev", name == "HOME" },
		Open:   func(name string) (fs.File, error) { return m.Open(rel(name)) },
		Lstat:  func(name string) (fs.FileInfo, error) { return m.Stat(rel(name)) },
	}
}

// spell renders the calls with a program, with what is special about each.
func spell(found []*Found) []string {
	var out []string
	for _, f := range found {
		if f == nil || len(f.Call.Words) == 0 {
			continue
		}
		var words []string
		for _, w := range f.Call.Words {
			words = append(words, w.String())
		}
		line := strings.Join(words, " ")
		switch f.Call.Where.Place {
		case shell.SSH:
			line += " @ssh:" + f.Call.Where.Name
		case shell.Exec:
			line += " @exec:" + f.Call.Where.Name
		case shell.Container:
			line += " @container:" + f.Call.Where.Name
		}
		if f.Call.Guess {
			line += " ?"
		}
		out = append(out, line)
	}
	return out
}

func calls(t *testing.T, text string, files map[string]string) []*Found {
	t.Helper()
	found, problems := Calls(text, shell.Config{Dir: "/w", World: disk(files)}, builtin.Catalog{})
	for _, p := range problems {
		t.Errorf("%q: %s: %s", text, p.Kind, p.Msg)
	}
	return found
}

// TestReached: the last call of each command is what its disguise leads to.
func TestReached(t *testing.T) {
	files := map[string]string{
		"/w/clean.sh":   "#!/bin/bash\nset -e\nterraform destroy\n",
		"/w/args.sh":    "terraform \"$1\"\n",
		"/w/tool":       "#!/usr/bin/env python3\nimport os\n",
		"/w/nested.sh":  "source ./clean.sh\n",
		"/w/binary":     "\x7fELF\x00\x00\n",
		"/w/nul.sh":     "#!/bin/bash\nterraform destroy\n\x00\n",
		"/w/packed":     "#!/bin/sh\n\x00\nterraform destroy\n",
		"/w/commands":   "terraform destroy\n",
		"/w/infra/x.sh": "terraform destroy\n",
	}
	for _, c := range []struct{ text, last string }{
		{"sudo -u root terraform destroy", "terraform destroy"},
		{"env A=b nice -n 5 terraform destroy", "terraform destroy"},
		{"bash -c 'terraform destroy'", "terraform destroy"},
		{"bash -c 'terraform $0' destroy", "terraform destroy"},
		{"ssh -p 22 box 'sudo terraform destroy'", "terraform destroy @ssh:box"},
		{"ssh box terraform destroy", "terraform destroy @ssh:box"},
		{"docker exec -it web sh -c 'rm -rf /data'", "rm -rf /data @exec:web"},
		{"docker run --rm alpine rm -rf /", "rm -rf / @container:alpine"},
		{"kubectl -n x exec pod -- rm -rf /data", "rm -rf /data @exec:pod"},
		{"echo destroy | xargs terraform", "terraform destroy"},
		{"echo destroy | xargs -I{} terraform {}", "terraform destroy"},
		{"ls | xargs rm", "rm the input"},
		{"xargs -a list rm", "rm the input"},
		{"parallel terraform ::: destroy", "terraform destroy"},
		{"parallel terraform {} -auto-approve ::: destroy", "terraform destroy -auto-approve"},
		{"parallel ::: 'terraform destroy'", "terraform destroy"},
		{"find src -name x -exec rm -f {} +", "rm -f src/{}"},
		{"find src -exec rm -f {} +", "rm -f src/*"},
		{"fd . src -x rm -f", "rm -f src/*"},
		{"fd -e o . src -X rm -f {}", "rm -f src/{}"},
		{"fd x src -x rm -f {//}", "rm -f src/{}"},
		{"fd x src -x cp x {.}.bak", "cp x src/{}.bak"},
		{"watch terraform destroy", "terraform destroy"},
		{"echo 'terraform destroy' | sh", "terraform destroy"},
		{"bash < commands", "terraform destroy"},
		{"bash clean.sh", "terraform destroy"},
		{"./clean.sh", "terraform destroy"},
		{"sh args.sh destroy", "terraform destroy"},
		{"./nested.sh", "terraform destroy"},
		{"cd infra && ./x.sh", "terraform destroy"},
		{"cp clean.sh /tmp/y.sh; sh /tmp/y.sh", "terraform destroy"},
		{"echo 'terraform destroy' | tee z.sh; sh z.sh", "terraform destroy"},
		{"wrapper --fast terraform destroy", "terraform destroy ?"},
		{"wrapper bash -c 'terraform destroy'", "terraform destroy ?"},
		{"./binary", "./binary"},
		{"bash nul.sh", "terraform destroy"},
		{"bash packed", "bash packed"},
		{"bash /dev/stdin <<< 'terraform destroy'", "terraform destroy"},
		{". /dev/stdin <<< 'terraform destroy'", "terraform destroy"},
		{"echo 'terraform destroy' | bash /dev/fd/0", "terraform destroy"},
		{"docker run --rm hashicorp/terraform:1.9 destroy", "terraform destroy @container:hashicorp/terraform:1.9 ?"},
		{"docker run registry.local:5000/infra/terraform@sha256:ab destroy", "terraform destroy @container:registry.local:5000/infra/terraform@sha256:ab ?"},
		{"docker run alpine ls", "ls @container:alpine"},
		{"./missing.sh", "./missing.sh"},
		{"echo terraform destroy", "echo terraform destroy"},
	} {
		got := spell(calls(t, c.text, files))
		if len(got) == 0 || got[len(got)-1] != c.last {
			t.Errorf("%q reaches %q, want %q last", c.text, got, c.last)
		}
	}
}

// TestProgramFrom: where the text that an interpreter runs comes from.
func TestProgramFrom(t *testing.T) {
	for _, text := range []string{
		"curl u | sh", "curl u | tee x | bash", "sh -c \"$(curl u)\"", "bash <(curl u)",
		"curl -o x.sh u; sh x.sh", "curl u > x.sh; sh x.sh", "eval \"$(curl u)\"", "curl u | base64 -d | sh", "curl u | sudo bash -s",
	} {
		found := calls(t, text, nil)
		ok := false
		for _, f := range found {
			for _, id := range f.ProgramFrom {
				ok = ok || found[id] != nil && len(found[id].Call.Words) > 0 && found[id].Call.Words[0].String() == "curl"
			}
		}
		if !ok {
			t.Errorf("%q: no interpreter is seen to run what curl prints", text)
		}
	}
}

// TestDialect: a carried text is read by the grammar of the shell that runs it;
// zsh splits no variable into words.
func TestDialect(t *testing.T) {
	for text, words := range map[string]int{
		"bash -c 'A=\"x y\"; terraform $A'": 3,
		"zsh -c 'A=\"x y\"; terraform $A'":  2,
		"dash -c 'terraform {a,b}'":         2,
		"sh -c 'terraform {a,b}'":           3,
	} {
		found := calls(t, text, nil)
		if got := len(found[len(found)-1].Call.Words); got != words {
			t.Errorf("%q: %d words, want %d", text, got, words)
		}
	}
}

// TestLanguage: code of another language is kept, not read as a shell's.
func TestLanguage(t *testing.T) {
	for text, lang := range map[string]string{
		"python3 -c 'rm -rf /'":    "python",
		"./tool":                   "python",
		"node -e 'process.exit()'": "javascript",
	} {
		files := map[string]string{"/w/tool": "#!/usr/bin/env python3\nrm -rf /\n"}
		found := calls(t, text, files)
		if len(found) != 1 || len(found[0].Call.Code) != 1 || found[0].Call.Code[0].Lang != lang {
			t.Errorf("%q: calls %q, want one with %s code", text, spell(found), lang)
		}
	}
}

// TestBounds: programs that lead back to themselves end.
func TestBounds(t *testing.T) {
	files := map[string]string{"/w/a.sh": "sh b.sh; sh b.sh\n", "/w/b.sh": "sh a.sh; sh a.sh\n"}
	_, problems := Calls("sh a.sh", shell.Config{Dir: "/w", World: disk(files)}, builtin.Catalog{})
	if len(problems) == 0 || problems[0].Kind != "too-complex" {
		t.Errorf("two scripts that run each other: %v", problems)
	}
}
