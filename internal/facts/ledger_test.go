package facts

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/world"
)

func TestLedger(t *testing.T) {
	const file = "/src/terraform.tfstate"
	old, foreign := Seen{Lineage: "new-laptop", Serial: 5, Objects: 4}, Seen{Lineage: "old-laptop", Serial: 9, Objects: 8}
	at := func(s Seen, serial int64) Seen { s.Serial = serial; return s }
	l := Ledger{}
	replaced := func(now Seen) bool { _, is := l.Replaced(file, now); return is }

	assert.False(t, replaced(old), "nothing is known of a file at first")
	assert.True(t, l.Note(file, old))
	assert.False(t, l.Note(file, old), "nothing new")
	assert.False(t, replaced(at(old, 6)), "work goes on")
	assert.True(t, l.Note(file, at(old, 6)))
	assert.True(t, replaced(at(old, 2)), "an older one of the same lineage")
	assert.True(t, replaced(foreign))

	assert.True(t, l.Note(file, foreign))
	assert.False(t, l.Note(file, foreign))
	was, is := l.Replaced(file, foreign)
	assert.True(t, is, "it stays another one until somebody works with it")
	assert.Equal(t, "new-laptop", was.Lineage)
	assert.False(t, replaced(at(old, 7)), "the first one came back")
	assert.False(t, replaced(at(foreign, 10)), "somebody has applied with it")
	assert.True(t, l.Note(file, at(foreign, 10)))
	assert.Equal(t, Ledger{file: at(foreign, 10)}, l)
	assert.True(t, replaced(old))
}

func TestReadLedger(t *testing.T) {
	root := tree(t, map[string]string{"ledger": `{"/a": {"lineage": "x", "serial": 3, "objects": 2}}`, "broken": `{"/a": 3`})
	assert.Equal(t, Ledger{"/a": {Lineage: "x", Serial: 3, Objects: 2}}, ReadLedger(world.Real(), filepath.Join(root, "ledger")))
	for _, name := range []string{"broken", "missing", "."} {
		assert.Empty(t, ReadLedger(world.Real(), filepath.Join(root, name)), name)
	}
	home := func(name string) (string, bool) { return "/home/dev", name == "HOME" }
	assert.Equal(t, "/home/dev/.local/state/tagout/terraform.json", LedgerFile(home))
	assert.Equal(t, "", LedgerFile(noEnv))
	assert.Equal(t, "/s/tagout/terraform.json", LedgerFile(func(name string) (string, bool) {
		if name == "XDG_STATE_HOME" {
			return "/s", true
		}
		return "", false
	}))
}
