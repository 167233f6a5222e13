package cli

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"

	"tagout/internal/harness"
	"tagout/internal/tree"
)

// scope is one of the places where a harness reads settings.
type scope struct {
	name     string // user, project, local or managed
	settings string // the file
	format   harness.Format
	hooks    bool        // hooks are registered in it
	mode     fs.FileMode // of a file that is not there yet
}

// site is the file into which tagout is put, and where its program goes.
type site struct {
	scope
	h       *harness.Harness
	r       *harness.Registration
	program string
}

// register is how settings of one format take tagout's hook in and let go of
// it again.
type register interface {
	// add returns the file with tagout's hook in it, in the place of an earlier
	// one. before is nil where there is no file.
	add(before []byte) ([]byte, error)
	// remove returns the file without tagout's hooks, nil where nothing is left
	// of it. Where that means the same as the backup, the backup's own bytes come
	// back, with a hook that a person had written.
	remove(now, backup []byte) ([]byte, error)
	// find returns tagout's hooks in a file.
	find(data []byte) ([]found, error)
}

// found is one of tagout's hooks in a settings file.
type found struct {
	// at is its place, event the name it is registered for.
	at    int
	event string
	// matcher selects tools, "" for all.
	matcher string
	// argv is what the harness executes: through a shell, or not.
	argv  []string
	shell bool
	// ours is whether it is plain that install wrote it.
	ours bool
	// node is the hook where the settings are JSON.
	node *tree.Node
	spot
}

// register returns the way into a site's settings for a program.
func (t *site) register(program string) register {
	switch t.format {
	case harness.TOML:
		return &tomlSettings{name: t.settings, r: t.r, entry: render(t.r.Entry, t.h.Name, program)}
	case harness.Script, harness.TypeScript:
		return &ownFile{name: t.settings, h: t.h.Name, program: program}
	}
	entries, err := entriesFor(t.r, t.h.Name, program)
	if err != nil {
		panic(err) // the rows are well formed
	}
	return &jsonSettings{name: t.settings, r: t.r, relaxed: t.format == harness.JSONC, entries: entries}
}

// render puts a program into an entry's template.
func render(template, name, program string) []byte {
	rest := " hook --harness=" + name
	line := shellWord(program) + rest
	call := "& '" + strings.ReplaceAll(program, "'", "''") + "'" + rest
	return []byte(strings.NewReplacer("PROGRAM", quoted(program), "LINE", quoted(line), "CALL", quoted(call), "CLOSED", quoted(closed(line))).Replace(template))
}

// closed is a line for a shell that refuses where the hook is missing, crashes or
// ends oddly, which harnesses take for no opinion.
func closed(line string) string {
	if runtime.GOOS == "windows" {
		return line // its shell is another one, and was not measured
	}
	return line + ` || { echo "tagout hook ended with exit status $?, so this is refused: a person can mend it, see tagout doctor" >&2; exit 2; }`
}

// quoted spells a string in JSON, and so in TOML too.
func quoted(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return `""` // a Go string always has a JSON form
	}
	return strings.TrimSpace(b.String())
}

// shellWord quotes a path for the shell through which a harness starts a hook.
func shellWord(path string) string {
	plain := strings.IndexFunc(path, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@:", r))
	}) < 0
	switch {
	case plain:
		return path
	case runtime.GOOS == "windows":
		return `"` + path + `"`
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// installed reports whether a hook starts the program that install puts there:
// what one run of install wrote and another replaces is no original of a
// person's.
func (t *site) installed(f found) bool {
	if f.ours {
		return true
	}
	dir := filepath.Dir(t.program) + string(filepath.Separator)
	for _, word := range f.argv {
		if strings.Contains(word, dir) {
			return true
		}
	}
	return false
}
