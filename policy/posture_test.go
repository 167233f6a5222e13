package policy

import (
	"io/fs"
	"strings"
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
			"timeout 5 ls", "git branch --show-current", "git rev-parse --show-toplevel", "/bin/ls",
			"cat <<E\nhello\nE", "jq .name package.json", "diff -u a b", "sort < names.txt", "test -d src && echo yes",
			"f() { ls; }; f", "which terraform", "cat a.txt b.txt >/dev/null",
			"while true; do ls; break; done", "echo a | grep -q a", "date +%s", "cat *.md", "sort *",
			"sed -n '1,80p' f", "sed -n '/a/,/b/p;q' f", "sed -e 's/a/b/g' f | head", "awk '{print $1}' f", "awk -F: 'NR>=2 && $1 ~ /x/ || 1' f",
			"head -50 f", "tail -n +5 f", "xxd f | head", "od -c f", "hexdump -C f", "sort f | uniq -c | sort -rn", "tree -L 2", "du -sh .",
			"[ -f x ] && cat x", "exit 1", "printf '%s\\n' a", "set -euo pipefail; ls", "ps aux | grep x", "ps -ef", "jq -r '.a | keys[]' f",
			"grep -rn x src --include='*.go'", "grep -E '^[a-z]+$' f", "rg -n x -g '*.go'", "rg x src", "command -v ls",
			"cut -d/ -f1 f", "cat /usr/include/stdio.h", "cat /tmp/out.log", "cat ~/go/pkg/mod/x/y.go", "n=3; head -$n f", "for ((i=0;i<2;i++)); do ls; done",
			"date -d yesterday", "find . -name x | head", "awk '{s+=$1} END {print s}' f", "cat f 2>&1 | tail -1",
		},
		None: {
			"git status", "git log -3", "git diff", "terraform plan", "kubectl get pods", "terraform state list", "docker ps", "man ls",
			`cat "$FILE"`, "ls; git status", "cat .env", "cat ~/.ssh/id_rsa", "grep -c x < .env", "git for-each-ref", "aws s3 ls", "git -C sub log",
			"bat x", "printenv", "head -c 10 ~/.aws/credentials", "ldd ./x",
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

// TestNotAllowed: what is not proved is not allowed, be it left to the harness or
// asked. Each row was allowed once; what it does was measured where it could be.
func TestNotAllowed(t *testing.T) {
	p := postured(t, `posture = "readonly"`)
	for _, text := range []string{
		// What shows secrets, by any word.
		"cat /proc/self/environ", "cat /dev/sda", "cat ~/.config/x", "cat /etc/shadow-", "cat /var/run/secrets/token", "cat prod.env", "cat .envrc",
		"cat a.tfstate", "date -f .env", "wc --files0-from=.env", "du --files0-from=.env", "file -f .env",
		"sort --files0-from=.env", "sort --random-source=.env a", "grep --exclude-from=.env x a", "diff --from-file=.env a", "cmp -l .env x", "md5sum .env",
		"find -files0-from .env", "xzcat --files=.env", "tree --fromfile .env", "strings @x", "git config -f .env -l", "ps e", "ps auxe", "ps -auxe", "ps -E",
		"ps -o environ", "jq -n env", "jq -n '$ENV'", "jq -n 'import \"a\" as $a; $a'", "jq -n --rawfile x .env '$x'", "jq -f x y", "yq -n 'load(\"x\")'",
		"grep -r x ~", "grep -R x --include='*.go' src", "grep -r x src --include='*.pem'", "sort --files0-from=list", "wc --files0-from=list", "git config --get pypi.password", "rg x -g .env", "rg x -g '*'", "rg x /", "cd ~; grep -r x .",
		"awk '{print ENVIRON[\"A\"]}'", "awk 'BEGIN{ARGV[1]=\".e\" \"nv\"} {print}' f", "cat $'\\x2eenv'", "exec 3<.env; cat <&3",
		// What asks the network, or runs a pager, a plugin or a program of PATH.
		"getent hosts x", "lspci -q", "who --lookup", "apropos x", "zgrep x y", "egrep x y", "pcre2grep x y", "rg -z x", "fd -l x", "terraform fmt -check", "terraform version",
		"helm version", "kubectl options", "git remote -v", "git worktree list", "git config -l", "git -p branch --show-current",
		"git rev-parse --show-toplevel HEAD:x", "git config --get --blob=x y", "diff --pag a b",
		// What sets or evaluates by a word.
		"set", "export", "date 01010101", "date --se=12:00", "tree -R -L 1 -H .", "xxd a*", "uniq *", "zstdcat -o x y", "iconv --outp=x y", "file --comp",
		"printf %n PATH", "printf -v PATH x", "printf %d 'a[$(touch m)]'", "exit 'a[$(touch m)]'", "shift x", "test -t 'a[$(touch m)]'", "set -o promptsubst", "jobs -x touch m",
		"cat --unheard-of x", "head --unheard-of", "cd -P x/..; ls",
		"x=$(jq . f); echo $x", "ls\r\n", "ls \x00", "ls \xff",
		"set -k; ls PATH=/tmp", "set -a; path=x; ls", "set -A path /tmp; ls", "printf %n PATH; make", ": {PATH}</dev/null; ls", "coproc PATH { ls; }; ls",
		"for LD_PRELOAD in ./x; do ls; done", "for path in x; do ls; done", "select PATH in x; do ls; done", "for x in 'a[$(touch m)]'; do exit $x; done",
		"functions[ls]='touch m'; ls", "chpwd_functions=(f); cd src", "prompt=x; ls", "commands[ls]=x; ls",
		"((LD_LIBRARY_PATH=1)); ls", "(( $(jq . f) )); ls", "[[ $(jq . f) -eq 1 ]]; ls", "x=$(jq . f); ((x)); ls", "a[$(jq . f)]=1; ls", "[[ -v $(jq . f) ]]; ls", "f() { (( $1 )); }; f \"$(jq . f)\"",
		"[[ x == *($(touch m)) ]] && ls", "case x in @($(touch m))) ls;; esac", "ls >&$(jq -r . f)",
		"sed w f", "sed -n 's/a/b/w out' f", "sed 's/a/touch m/e' f", "sed -n '/x/e' f", "sed 's/[/]w out/b/' f", "sed -f x f", "sed --in-pl s/a/b/ f", "sed 'r /etc/passwd' f",
		"awk 'BEGIN{system(\"touch m\")}'", "awk '{print > \"x\"}' f", "awk '{print | \"sh\"}' f", "awk '{\"x\" | getline}' f", "awk -f x f", "gawk -o x f", "gawk '@load \"x\"'",
	} {
		assert.NotEqual(t, Allow, p.Evaluate(testCommand(text), testWorld()).Decision, "%q", text)
	}
}

// worldOf is the test world with files: a text that begins with "->" is a link.
func worldOf(files map[string]string) World {
	disk := fstest.MapFS{}
	for name, text := range files {
		f := &fstest.MapFile{Data: []byte(text)}
		if target, ok := strings.CutPrefix(text, "->"); ok {
			f.Mode, f.Data = fs.ModeSymlink, []byte(target)
		}
		disk["home/dev/project/"+name] = f
	}
	w := testWorld()
	w.Open = func(name string) (fs.File, error) { return disk.Open(name[1:]) }
	w.Lstat = func(name string) (fs.FileInfo, error) { return disk.Lstat(name[1:]) }
	w.Readlink = func(name string) (string, error) { return disk.ReadLink(name[1:]) }
	w.ReadDir = func(name string) ([]fs.DirEntry, error) { return disk.ReadDir(name[1:]) }
	return w
}

// TestReadOnlyDisk: what a pattern finds, and what a walk comes to, is as good as
// written.
func TestReadOnlyDisk(t *testing.T) {
	p := postured(t, `posture = "readonly"`)
	w := worldOf(map[string]string{
		"src/a.go": "x", "up": "->/home/dev/sub/dir", "src/.hidden/b.go": "x", "docs/a.md": "x", "docs/key.md": "->/home/dev/.ssh/id_rsa", "plain": "->.env", ".env": "X=1",
		"opts/-o": "x", "opts/b": "x", "keys/server.pem": "x", "hidden/.env": "x", "hidden/a": "x", "cfg/printenv.json": "x", "code/%n": "x",
	})
	for want, texts := range map[Decision][]string{
		Allow: {
			"cat src/*", "sort src/*.go", "grep -r x src", "rg x src", "rg -uu x src", "rg x -g '*.go'", "rg x -g '!*.md' src", "diff -r src src", "grep -rn x . --include='*.go'",
			"cat docs/a*", "cat opts/b*", "wc -l src/a.go", "grep x src/a.go", "cat hidden/*", "ls keys/*", "echo *", "cat f | rg x", "grep x hidden", "jq . src/*", "ls **/*.go",
		},
		None: {
			"cat plain", "cat pl*", "cat *ain", "cat docs/*", "cat keys/*", "cat k*/*", "cat [k]eys/s*", "cat < plain", "sort opts/*; cd opts; sort *", "cd opts && grep x *",
			"grep -r x .", "grep -r x", "grep -r x keys", "grep -r x hidden", "grep -r x docs", "rg x", "rg x hidden", "rg x keys", "cat src/**", "cat src/**/*", "rg x docs", "diff -r src docs", "diff src hidden", "cat f | grep -r x",
			"cat **", "cat h*/.e*", "cat hidden/.*", "jq . cfg/*", "cd code; printf *", "grep -rn x . --include='*'", "grep -rLn x --include='*.go'", "cat $(echo plain)", "cat docs/key.md",
			"cat up/../x", "cd up; cat ../x", "cd up/in; cat ../../x", "cat src/../../x", "cat /proc/self/cwd/src/a.go",
		},
	} {
		for _, text := range texts {
			v := p.Evaluate(testCommand(text), w)
			assert.Equal(t, want, v.Decision, "%q: %v", text, v.Findings)
		}
	}
}

// TestReadOnlyDialects: what one shell takes for a text another one runs.
func TestReadOnlyDialects(t *testing.T) {
	p := postured(t, `posture = "readonly"`)
	for dialect, texts := range map[string][]string{
		"sh":  {"cat {.env,x}", `cat $'\x2eenv'`, "cat $\"x\""},
		"zsh": {"cat ^x", "cat x~y", "for path in x; do ls; done", "set -A path /tmp; ls", "echo =(touch m)", "x='path[$(touch m)]'; exit x", "x=$(jq . f); echo $[x]", "foo() { touch m; }; zshexit_functions=(foo); ls", "TRAPEXIT() { touch m; }; ls", "ls *(e:'touch m':)", "ls x(e:'touch m':)''", "cat ^x''", "cat .e(nv|x)"},
	} {
		for _, text := range texts {
			c := testCommand(text)
			c.Shell = dialect
			assert.NotEqual(t, Allow, p.Evaluate(c, testWorld()).Decision, "%s: %q", dialect, text)
		}
		for _, text := range []string{"awk '{print $1}' f", "grep -E '^(a|b)' f", "ls -la | head", "cat \"x y\"", "sed -n '1,80p' f"} {
			c := testCommand(text)
			c.Shell = dialect
			assert.Equal(t, Allow, p.Evaluate(c, testWorld()).Decision, "%s: %q", dialect, text)
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
		"/home/dev/.asdf/shims:/usr/bin": None,
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
			case "/home/dev/project/bin/ls", "/home/dev/project/node_modules/.bin/ls", "/home/dev/project/ls", "/tmp/x/ls", "/opt/tools/ls", "/home/dev/.asdf/shims/ls":
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
