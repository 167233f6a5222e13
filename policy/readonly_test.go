package policy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReadOnly(t *testing.T) {
	for _, c := range []struct {
		texts []string
		want  bool
	}{
		{[]string{
			"ls", "ls -la src", "cat README.md | head -5", "git status --short", "git log --oneline -3 -- src", "grep -rn TODO . | wc -l",
			"ls 2>/dev/null", "ls *.go", "terraform plan", "kubectl get pods -n staging", "", "# a comment", "grep -q x <<<y",
			"for f in a b; do cat $f; done",
		}, true},
		{[]string{
			"make", "ls > out", "ls >> out", "git commit -m x", "sort -o x y", "sed -i s/a/b/ x", "ls; rm x", "ls $(rm x)", "cat $FILE", `cat "$FILE"`,
			"./ls", "/tmp/ls", "PATH=/tmp ls", "LD_PRELOAD=./x.so ls", "export PATH=/tmp; ls", "ls() { rm x; }; ls", "alias ls=rm; ls",
			"ssh host ls", "docker exec c ls", "$CMD", "unheard-of", "ls '", "x=1", "find . -delete", "xargs rm <<<x",
			"cat x | sh", "if true; then rm x; fi", strings.Repeat("$(", 100),
		}, false},
	} {
		for _, text := range c.texts {
			assert.Equal(t, c.want, Builtin().ReadOnly(testCommand(text), testWorld()), "%q", text)
		}
	}
}
