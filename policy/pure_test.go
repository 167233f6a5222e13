package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/reach"
	"tagout/internal/tri"
)

// A call is pure only if no form of it runs another program or writes: these have
// one that does.
func TestNotPure(t *testing.T) {
	for _, text := range []string{
		"dc -e '!rm -r x'", "echo '!rm -r x' | dc", "printf -v 'a[$(rm x)]' y", "test -v 'a[$(rm x)]'", "[ -v 'a[$(rm x)]' ]",
		"jobs -x rm x", "hash -p ./evil ls", "info -o f ls", "history -w f", "ldd ./a.out", "nm --plugin ./evil.so a.o", "ncdu -o f",
		"ss -K dst 10.0.0.1", "man -C ./conf ls", "bat cache --build", "recode latin1..utf8 f", "uudecode f", "jaq -i .x f",
		"xmlstarlet ed -L -d //x f", "fx f 'require(\"fs\")'", "ugrep --filter='*:./evil' x", "rga x", "diff3 --diff-program=./evil a b c",
		"sdiff -o f a b", "yq -s .name f", "deno info https://example.com/x.ts", "asdf list", "rbenv which ruby",
		"git for-each-ref --format='%(signature)'", "git branch --list --format='%(signature:grade)'", "git rev-list --format=%G? HEAD", "git rev-list --pretty=format:%GS HEAD",
	} {
		assert.False(t, pureText(text), "%s", text)
	}
	for _, text := range []string{
		"printf '%s\\n' x", "printf %s -v", "[ -f x ]", "test -n a -a 1 -eq 2", "seq 3", "which ls", "ls -la", "git branch --show-current", "jq . f", "diff a b",
	} {
		assert.True(t, pureText(text), "%s", text)
	}
}

// pureText reports whether every call of a command is pure.
func pureText(text string) bool {
	calls, problems := Builtin().calls(testCommand(text), testWorld())
	if len(problems) > 0 || len(calls) == 0 {
		return false
	}
	for _, f := range calls {
		if f == nil || !pureCall(f) {
			return false
		}
	}
	return true
}

func pureCall(f *reach.Found) bool {
	for i := range f.Readings {
		if f.Readings[i].Guessed || f.Readings[i].Effect("pure") != tri.Yes {
			return false
		}
	}
	return len(f.Readings) > 0
}
