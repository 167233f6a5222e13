package policy

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func postured(t *testing.T, text string) *Policy {
	t.Helper()
	p, err := Parse("p.toml", []byte(text))
	require.NoError(t, err)
	return p
}

// TestReadOnlyPosture: what is pure is allowed in any composition, what reads
// is left to the harness, and the rest asks. An allow that is wrong is the
// worst fault there can be, so the rows that must not be are the most.
func TestReadOnlyPosture(t *testing.T) {
	p := postured(t, `posture = "readonly"`)
	for want, texts := range map[Decision][]string{
		Allow: {
			"ls", "ls -la src", "cat README.md | head -5 | wc -l", "cd src && ls", "pwd; ls *.go", "ls 2>/dev/null || true",
			"for f in a b; do cat $f; done", "if [ -f go.mod ]; then cat go.mod; else ls; fi", "grep -rn TODO . | sort | cut -d: -f1",
			"find . -name '*.go' -newer go.mod", "echo $(basename $(pwd))", "x=1; echo $x", "(cd src; ls) && echo done",
			"timeout 5 ls", "git branch --show-current", "git rev-parse --show-toplevel", "git config --get user.name", "/bin/ls",
			"cat <<E\nhello\nE", "jq .name package.json", "diff -u a b", "sort < names.txt", "test -d src && echo yes", "terraform version",
			"f() { ls; }; f", "which terraform", "cat a.txt b.txt >/dev/null",
			"while true; do ls; break; done", "echo a | grep -q a", "date +%s", "cat *.md",
		},
		None: {
			"git status", "git log -3", "git diff", "terraform plan", "kubectl get pods", "terraform state list", "docker ps", "man ls",
			`cat "$FILE"`, "ls; git status", "cat .env", "cat ~/.ssh/id_rsa", "grep -c x < .env", "git for-each-ref", "aws s3 ls", "git -C sub log",
			"sort *", "bat x", "printenv", "head -c 10 ~/.aws/credentials", "ldd ./x",
			"x=1", "cat </dev/tcp/host/80", "cat <$F", "fx . x",
		},
		Ask: {
			"hash -p /tmp/x ls; ls", "touch x", "ls > out", "ls >> out", "git commit -m x", "make", "npm test", "./ls", "/tmp/ls", "PATH=/tmp ls", "export PATH=/tmp; ls",
			"PATH=/tmp; ls", "LD_PRELOAD=./x.so ls", "ls() { make; }; ls", "alias ls=make; ls", "ssh host ls", "docker exec c ls", "$CMD",
			"unheard-of", "find . -fprint x", "find . -exec touch {} +", "cat x | sh", "if true; then touch x; fi", "eval ls",
			"ls & make", "sort -o x y", "sort --outp=x y", "sort --compress-program=./x y", "sed -i s/a/b/ x", "tree -o x", "date -s 12:00", "yq -i .a x",
			"printf -v PATH /tmp; ls", "read PATH; ls", "path=(/tmp); ls", "https_proxy=x; ls", "GIT_DIR=x git branch --show-current",
			"git -c core.pager=./x branch --show-current", "echo $((a[$(touch x)]))", "ls $(touch x)", "ls <(touch x)", "trap 'touch x' EXIT; ls",
			"exec >out; ls", "ls >$F", "xxd a b", "uniq a b", "history -c; make",
			"sudo ls", "env FOO=x ls", "terraform fmt", "tee x", "rg --pre ./x y", "jq -n env > x",
		},
	} {
		for _, text := range texts {
			v := p.Evaluate(testCommand(text), testWorld())
			if want == Ask { // or stricter, by a rule
				assert.GreaterOrEqual(t, v.Decision, Ask, "%q", text)
				continue
			}
			assert.Equal(t, want, v.Decision, "%q: %v", text, v.Findings)
		}
	}
}

// TestPlanted: a program is not trusted where PATH finds one of its name in a
// directory that an agent can write to.
func TestPlanted(t *testing.T) {
	p := postured(t, `posture = "readonly"`)
	for path, want := range map[string]Decision{
		"/usr/bin:/bin":                  Allow,
		"/home/dev/project/bin:/usr/bin": None,
		"node_modules/.bin:/usr/bin":     None,
		":/usr/bin":                      None,
		"/tmp/x:/usr/bin":                None,
		"/opt/tools:/usr/bin":            Allow,
		"/home/dev/project/lib:/usr/bin": Allow, // holds no ls
	} {
		w := testWorld()
		getenv := w.Getenv
		w.Getenv = func(name string) (string, bool) {
			if name == "PATH" {
				return path, true
			}
			return getenv(name)
		}
		w.Lstat = func(name string) (fs.FileInfo, error) {
			switch name {
			case "/home/dev/project/bin/ls", "/home/dev/project/node_modules/.bin/ls", "/home/dev/project/ls", "/tmp/x/ls", "/opt/tools/ls":
				return fstest.MapFS{"ls": {Mode: 0o755}}.Stat("ls")
			}
			return nil, fs.ErrNotExist
		}
		assert.Equal(t, want, p.Evaluate(testCommand("ls"), w).Decision, "PATH=%s", path)
	}
}

// TestStrictPosture: what is not known is a question.
func TestStrictPosture(t *testing.T) {
	p := postured(t, `posture = "strict"`)
	for want, texts := range map[Decision][]string{
		None: {"ls", "git status", `cat "$FILE"`, "git commit -m x", "npm install", "docker ps", "for f in a b; do touch $f; done", "x=$(date)"},
		Ask:  {`git push origin "$BRANCH"`, "$CMD", "unheard-of --flag", `eval "$X"`, "touch $F", "./run-me"},
		Deny: {"terraform destroy"},
	} {
		for _, text := range texts {
			v := p.Evaluate(testCommand(text), testWorld())
			assert.Equal(t, want, v.Decision, "%q: %v", text, v.Findings)
		}
	}
}

// TestGuardPosture: a file that says guard is as one that says nothing, and the
// last to say something decides.
func TestGuardPosture(t *testing.T) {
	assert.Equal(t, None, postured(t, `posture = "guard"`).Evaluate(testCommand("$CMD"), testWorld()).Decision)
	assert.Equal(t, None, postured(t, ``).Evaluate(testCommand("ls"), testWorld()).Decision)
}
