package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/internal/tree"
	"tagout/policy"
)

// oddSettings are settings files as people, editors and programs leave them,
// with the containers of one harness. %H stands for its array of hooks.
func oddSettings(r *harness.Registration) (docs []string) {
	wrap := func(array string) string {
		path := append(append([]string{}, r.Object...), r.Event)
		for i := len(path) - 1; i >= 0; i-- {
			array = "{" + quoted(path[i]) + ":" + array + "}"
		}
		return array
	}
	other := `{"matcher":"x|y","hooks":[{"type":"command","command":"/opt/other \"a b\" hook"}],"command":"./other.sh"}`
	compact := []string{
		`{}`, `{"zeta":1.50,"alpha":{"deep":[[],[[1,2],{}],null,true,"\u00e9\/"]}}`, wrap(`[]`), wrap(`[` + other + `]`), wrap(`[` + other + `,` + other + `]`),
		`{"before":[{}],` + wrap(`[` + other + `]`)[1:], strings.TrimSuffix(wrap(`[]`), "}") + `,"after":"x"}`,
	}
	docs = append(docs, "", " \n", "{ }", "{\n}\n", "\xef\xbb\xbf{}\r\n", "{\n\n  \"a\" : 1 ,\n\n\t\"b\":2}  \n\n")
	for _, doc := range compact {
		docs = append(docs, doc, doc+"\n")
		for _, indent := range []string{"  ", "\t", "      "} {
			var b bytes.Buffer
			if json.Indent(&b, []byte(doc), "", indent) == nil {
				docs = append(docs, b.String(), b.String()+"\n", "\xef\xbb\xbf"+b.String()+"\n", strings.ReplaceAll(b.String(), "\n", "\r\n")+"\r\n")
			}
		}
	}
	return docs
}

// commented adds comments and trailing commas to settings wherever they may
// stand.
func commented(docs []string) (out []string) {
	for _, doc := range docs {
		mark := ""
		if rest, ok := strings.CutPrefix(doc, "\xef\xbb\xbf"); ok {
			mark, doc = "\xef\xbb\xbf", rest
		}
		out = append(out, mark+"// mine, \"not\" yours: {}\n"+doc+"\n/* the\n end */\n")
		lines := strings.Split(doc, "\n")
		for i, line := range lines {
			switch {
			case strings.HasSuffix(strings.TrimRight(line, "\r"), "{"), strings.HasSuffix(strings.TrimRight(line, "\r"), ","):
				lines[i] = strings.TrimRight(line, "\r") + " // why, [" + strings.Repeat("\r", strings.Count(line, "\r"))
			case strings.HasSuffix(line, "]") || strings.HasSuffix(line, "\""):
				lines[i] = line + ", /* last */ // of them"
			case strings.TrimSpace(line) == "}":
				lines[i] = "  // nothing more\n" + line
			}
		}
		out = append(out, mark+strings.Join(lines, "\n"))
	}
	return out
}

// byHand are settings in which a person has registered tagout already.
func byHand(h *harness.Harness, r *harness.Registration) (docs []string) {
	line := "tagout hook --harness=" + h.Name
	for _, entry := range []string{`{"command":"` + line + `"}`, `{"matcher":"Bash","hooks":[{"type":"command","command":"` + line + `"},{"type":"command","command":"other"}]}`} {
		path := append(append([]string{}, r.Object...), r.Event)
		doc := "[ " + entry + " ]"
		if r.Whole && !strings.Contains(entry, "hooks") {
			continue
		}
		for i := len(path) - 1; i >= 0; i-- {
			doc = "{ " + quoted(path[i]) + " : " + doc + " }"
		}
		docs = append(docs, doc)
	}
	return docs
}

func tomlSettingsOf() []string {
	return []string{
		"", "\n", "# only a comment", "model = \"k2\" # the best\n", "model = \"k2\"\r\n\r\n[providers.kimi]\r\n# key\r\nbase_url = 'x'\r\n", "[a]\nb = 1",
		"\xef\xbb\xbfmodel = 1\n", "[[hooks]]\nevent = \"Stop\"\ncommand = \"say done\"\n\n\n", "x = [ [1, 2], [] ] # nested\n[t]\n  [t.u]\n\n\t# tail\n",
		"a = \"\"\"\n# tagout: end\n\"\"\"\n",
	}
}

// every calls a function for each harness and scope, with settings in a place of
// the test's own.
func every(t *testing.T, do func(t *testing.T, s *site)) {
	for _, name := range installable() {
		h := harness.Find(name)
		r := h.Registration()
		for _, scope := range []harness.Scope{harness.User, harness.Project, harness.Managed} {
			f, ok := h.Into(r, scope, "linux")
			if !ok {
				continue
			}
			t.Run(name+" "+string(scope), func(t *testing.T) {
				dir := t.TempDir()
				s := &site{h: h, r: r, program: filepath.Join(dir, "a b", "tagout")}
				s.scope = scopeAt(f, filepath.Join(dir, "settings", filepath.Base(f.Path)))
				do(t, s)
			})
		}
	}
}

func scopeAt(f harness.File, path string) scope {
	return scope{name: string(f.Scope), settings: path, format: f.Format, hooks: true, mode: modeOf(f)}
}

func silent() command { return command{out: io.Discard, err: io.Discard, world: policy.RealWorld()} }

// put is what install does to settings.
func (s *site) put(t *testing.T, program string) {
	t.Helper()
	before, err := readIfThere(s.settings)
	require.NoError(t, err)
	after, err := s.register(program).add(before)
	require.NoError(t, err, "%q", before)
	require.NoError(t, silent().writeSettings(s, before, after))
}

// takeOut is what uninstall does to settings.
func (s *site) takeOut(t *testing.T) {
	t.Helper()
	now, err := readIfThere(s.settings)
	require.NoError(t, err)
	backup, err := readIfThere(s.settings + backupSuffix)
	require.NoError(t, err)
	after, err := s.register(s.program).remove(now, backup)
	require.NoError(t, err, "%q", now)
	if !bytes.Equal(now, after) || after == nil {
		require.NoError(t, silent().restore(s, now, after, backup))
	}
}

// fixtures are what may stand in a site's file, nil for no file at all.
func (s *site) fixtures() (docs [][]byte) {
	docs = append(docs, nil)
	add := func(more ...string) {
		for _, doc := range more {
			docs = append(docs, []byte(doc))
		}
	}
	switch s.format {
	case harness.TOML:
		add(tomlSettingsOf()...)
	case harness.Script, harness.TypeScript:
		add("", "\n\n")
	case harness.JSONC:
		add(commented(oddSettings(s.r)[6:])...)
		fallthrough
	default:
		add(oddSettings(s.r)...)
		add(byHand(s.h, s.r)...)
	}
	return docs
}

// TestInstallAndBack proves for every harness and every scope that what install
// adds is all it changes, that a second run changes nothing, that a run of
// another version replaces it in place, and that uninstall gives the bytes back.
func TestInstallAndBack(t *testing.T) {
	every(t, func(t *testing.T, s *site) {
		twin := filepath.Join(filepath.Dir(s.program), "tagout-hook")
		add := func(program string, before []byte) []byte {
			after, err := s.register(program).add(before)
			require.NoError(t, err, "%q", before)
			s.holdsOne(t, after)
			return after
		}
		for _, doc := range s.fixtures() {
			first := add(twin, doc)
			require.True(t, s.upgrade(first), "%s", first)
			require.Equal(t, string(first), string(add(twin, first)))
			require.Equal(t, string(first), string(add(twin, add(s.program, first))))
			backup := doc
			if doc != nil {
				require.False(t, s.upgrade(doc), "no backup of %q", doc)
			}
			back, err := s.register(s.program).remove(first, backup)
			require.NoError(t, err)
			require.Equal(t, string(doc), string(back))
			require.Equal(t, doc == nil, back == nil, "%q", doc)
		}
	})
}

// TestFilesAndBack does the same with files, and leaves no backup and no
// temporary file behind.
func TestFilesAndBack(t *testing.T) {
	every(t, func(t *testing.T, s *site) {
		require.NoError(t, os.MkdirAll(filepath.Dir(s.settings), 0o755))
		for i, doc := range s.fixtures() {
			if i == 4 {
				break
			}
			mode := []os.FileMode{0o640, 0o640, 0o400, 0o604}[i]
			_ = os.Remove(s.settings) // which the first of them never made
			if doc != nil {
				require.NoError(t, os.WriteFile(s.settings, doc, 0o600))
				require.NoError(t, os.Chmod(s.settings, mode))
			}
			s.put(t, s.program)
			s.put(t, filepath.Join(filepath.Dir(s.program), "tagout-hook"))
			s.takeOut(t)
			left, err := os.ReadDir(filepath.Dir(s.settings))
			require.NoError(t, err)
			if doc == nil {
				assert.Empty(t, left)
				continue
			}
			assert.Len(t, left, 1)
			s.reads(t, doc)
			info, err := os.Stat(s.settings)
			require.NoError(t, err)
			assert.Equal(t, mode, info.Mode().Perm(), "also of a file that its owner has made read-only")
		}
	})
}

func (s *site) reads(t *testing.T, want []byte) {
	t.Helper()
	have, err := os.ReadFile(s.settings)
	require.NoError(t, err)
	require.Equal(t, string(want), string(have))
}

// holdsOne checks that settings can be read as their harness reads them and
// start tagout once.
func (s *site) holdsOne(t *testing.T, data []byte) {
	t.Helper()
	own, err := s.register(s.program).find(data)
	require.NoError(t, err, "%s", data)
	hooks := s.r.Hooks()
	if s.format == harness.Script {
		hooks = hooks[:1] // the others are files of their own
	}
	require.Len(t, own, len(hooks), "%s", data)
	for _, hook := range hooks {
		i := slices.IndexFunc(own, func(f found) bool {
			return f.event == hook.Event && (f.item == nil || trigger(f.item) == "" || strings.Contains(hook.Entry, quoted(trigger(f.item))))
		})
		require.GreaterOrEqual(t, i, 0, "%s: %s", hook.Event, data)
		missing, err := deafTo(&hook, own[i].matcher)
		require.NoError(t, err)
		assert.Empty(t, missing, "the matcher %q", own[i].matcher)
	}
	if s.format == harness.JSON {
		assert.True(t, json.Valid(trimMark(data)), "%s", data)
	}
}

// TestWithoutBackup proves that what is not tagout's stays, comments included,
// where no backup can help.
func TestWithoutBackup(t *testing.T) {
	every(t, func(t *testing.T, s *site) {
		if s.format != harness.JSON && s.format != harness.JSONC {
			return
		}
		entries, err := entriesFor(s.r, s.h.Name, s.program)
		require.NoError(t, err)
		edit := &jsonSettings{name: s.settings, r: s.r, relaxed: true, entries: entries}
		for _, doc := range append(oddSettings(s.r), commented(oddSettings(s.r)[6:])...) {
			with, err := edit.add([]byte(doc))
			require.NoError(t, err, "%q", doc)
			back, err := edit.remove(with, nil)
			require.NoError(t, err, "%q", with)
			if back == nil { // nothing was in it but empty containers
				continue
			}
			was, err := edit.read([]byte(doc))
			require.NoError(t, err)
			is, err := tree.Read(back, true)
			require.NoError(t, err, "%q", back)
			assert.Equal(t, was.Comments(), is.Comments(), "%q", back)
			assert.LessOrEqual(t, len(is.Root.Members), len(was.Root.Members), "%q", back)
		}
	})
}

// TestRefusals proves that settings in which an edit could go wrong stay as
// they are, and that the words say why.
func TestRefusals(t *testing.T) {
	every(t, func(t *testing.T, s *site) {
		refused := map[string]string{}
		switch s.format {
		case harness.TOML:
			refused["hooks = []\n"] = "array of tables"
			refused["a = 1\na = 2\n"] = "cannot be read"
			refused["[[hooks]]\ncommand = \"tagout hook\"\n"] = "by hand"
		case harness.Script, harness.TypeScript:
			refused["#!/bin/sh\nexec mine\n"] = "is there already"
		default:
			refused[`{"a":1,"a":2}`] = `"a" stands twice`
			refused[`{`] = "cannot be read"
			refused[`[]`] = "is an array, want an object"
			refused[`{"`+strings.Join(append(append([]string{}, s.r.Object...), s.r.Event), `":{"`)+`":1`+strings.Repeat("}", len(s.r.Object)+1)] = "is a number, want an array"
			if s.format == harness.JSON {
				refused["{} // mine"] = "cannot be read"
				refused[`{"a":1,}`] = "cannot be read"
			}
		}
		for doc, want := range refused {
			_, err := s.register(s.program).add([]byte(doc))
			require.Error(t, err, doc)
			var u *usageError
			require.ErrorAs(t, err, &u)
			assert.Contains(t, u.msg+"\n"+u.hint, want, doc)
			assert.Contains(t, u.hint, "nothing was changed", doc)
		}
	})
}

// TestThroughLinks proves that a link to settings stays one.
func TestThroughLinks(t *testing.T) {
	every(t, func(t *testing.T, s *site) {
		dir := filepath.Dir(s.settings)
		real := filepath.Join(dir, "dotfiles", "real")
		require.NoError(t, os.MkdirAll(filepath.Dir(real), 0o755))
		require.NoError(t, os.WriteFile(real, nil, 0o644))
		require.NoError(t, os.Symlink("dotfiles/real", s.settings))
		s.put(t, s.program)
		target, err := os.Readlink(s.settings)
		require.NoError(t, err)
		assert.Equal(t, "dotfiles/real", target)
		data, err := os.ReadFile(real)
		require.NoError(t, err)
		s.holdsOne(t, data)
		s.takeOut(t)
		data, err = os.ReadFile(real)
		require.NoError(t, err)
		assert.Empty(t, data)
	})
}
