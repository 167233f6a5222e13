//go:build unix

package reach

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/builtin"
	"tagout/internal/shell"
	"tagout/internal/world"
)

// hostile is a directory of files that must not be read to their end.
func hostile(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, text := range map[string]string{
		"self.mk": "include self.mk\na: ; true\n", "a.mk": "include b.mk\nx: ; true\n", "b.mk": "include a.mk\n",
		"deep.mk":      deepMakefile(),
		"package.json": `{"scripts": {"prebuild": "npm run build", "build": "npm run postbuild", "postbuild": "npm run prebuild"}}`,
		"justfile":     "import 'other.just'\na: b\n  just a\nb: a\n  just b\n", "other.just": "import 'justfile'\n",
		"Taskfile.yml": "includes: {s: ./Taskfile.yml}\ntasks:\n  a: {cmds: [task: b]}\n  b: {cmds: [{task: a}, task a]}\n",
		"loop.sh":      ". ./loop.sh\nbash loop.sh\n",
		"loop.sed":     strings.Repeat("s/x/", 1<<16), "long.cron": strings.Repeat("* * * * * true\n", 1000),
		"odd.yml": "tasks:\n  a: " + strings.Repeat("[", 1<<16),
	} {
		require.NoError(t, os.WriteFile(at(name), []byte(text), 0o700))
	}
	for _, name := range []string{"big.sh", "big.py", "big.mk", "big.json"} {
		require.NoError(t, os.WriteFile(at(name), []byte("true\n"+strings.Repeat("# more\n", 1000)), 0o700))
		require.NoError(t, os.Truncate(at(name), 10<<30))
	}
	require.NoError(t, os.Symlink("loop2", at("loop1")))
	require.NoError(t, os.Symlink("loop1", at("loop2")))
	require.NoError(t, os.Symlink("big.sh", at("link")))
	require.NoError(t, syscall.Mkfifo(at("fifo"), 0o600))
	return dir
}

// deepMakefile has a chain of targets that is longer than is followed.
func deepMakefile() string {
	var b strings.Builder
	for i := range 200 {
		b.WriteString("a" + strings.Repeat("x", i) + ": a" + strings.Repeat("x", i+1) + "\n\ttrue " + strings.Repeat("x", i) + "\n")
	}
	return b.String()
}

// TestHostileFiles: files that have no end, or lead to themselves, are answered
// at once, and those of which not all was read are a problem.
func TestHostileFiles(t *testing.T) {
	dir := hostile(t)
	for _, c := range []struct {
		text    string
		complex bool
	}{
		{"bash fifo", false}, {"./fifo", false}, {". ./fifo", false}, {"bash < fifo", false}, {"cat fifo | bash", false}, {"make -f fifo", false}, {"python3 fifo", false}, {"crontab fifo", false}, {"xargs -a fifo rm", false},
		{"bash loop1", false}, {"./loop1", false}, {"source loop2", false}, {"make -f loop1", false}, {"bash loop1/x", false},
		{"bash /dev/zero", false}, {"bash < /dev/zero", false}, {". /dev/urandom", false}, {"make -f /dev/zero", false}, {"sed -f /dev/zero x", false},
		{"bash big.sh", true}, {"./big.sh", true}, {"source ./big.sh", true}, {"bash < big.sh", true}, {"cat big.sh | bash", true}, {"bash link", true}, {"python3 big.py", true}, {"make -f big.mk", true}, {"crontab big.sh", true},
		{"cat big.sh", false}, {"grep x big.sh", false}, {"wc -l < big.sh", false}, {"cp big.sh x", false}, {"tar cf x.tar big.sh", false},
		{"make -f self.mk a", true}, {"make -f a.mk x", true}, {"make -f deep.mk a", true},
		{"npm run build", true}, {"just a", true}, {"task a", true}, {"bash loop.sh", true}, {"sed -f loop.sed x", false}, {"crontab long.cron", true}, {"task -t odd.yml a", true},
	} {
		start := time.Now()
		_, problems := Calls(c.text, shell.Config{Dir: dir, World: world.Real()}, builtin.Catalog{})
		took := time.Since(start)
		assert.Less(t, took, 2*time.Second, c.text)
		var kinds []string
		for _, p := range problems {
			kinds = append(kinds, p.Kind)
		}
		if c.complex {
			assert.Contains(t, kinds, "too-complex", c.text)
		} else {
			assert.Empty(t, problems, c.text)
		}
		t.Logf("%-26s %v %v", c.text, took.Round(time.Microsecond), problems)
	}
}
