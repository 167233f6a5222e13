package cli

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/internal/tree"
)

// writer writes JSON as nobody would: with comments, trailing commas and odd
// space wherever they may stand.
type writer struct {
	*rand.Rand
	strings.Builder
	relaxed bool
	newline string
	r       *harness.Registration
}

// gap is what may stand between two words.
func (w *writer) gap() {
	for w.IntN(3) == 0 {
		switch n := w.IntN(8); {
		case n < 4:
			w.WriteString([]string{" ", "\t", "   ", w.newline}[n])
		case !w.relaxed:
		case n == 4:
			w.WriteString("// \"hooks\": [ { /* " + w.newline)
		case n == 5:
			w.WriteString("/* } ] , // */")
		case n == 6:
			w.WriteString("/**/" + w.newline + w.newline)
		default:
			w.WriteString("//" + w.newline)
		}
	}
}

// list writes what stands between two brackets.
func (w *writer) list(open, end string, items []func()) {
	w.WriteString(open)
	w.gap()
	for i, item := range items {
		if i > 0 {
			w.WriteString(",")
			w.gap()
		}
		item()
		w.gap()
	}
	if w.relaxed && len(items) > 0 && w.IntN(3) == 0 {
		w.WriteString(",")
		w.gap()
	}
	w.WriteString(end)
}

func (w *writer) member(name string, value func()) func() {
	return func() {
		w.WriteString(quoted(name))
		w.gap()
		w.WriteString(":")
		w.gap()
		value()
	}
}

// any writes a value of no meaning.
func (w *writer) any(depth int) func() {
	return func() {
		n := w.IntN(9)
		if depth == 0 && n > 6 {
			n = 0
		}
		switch n {
		case 7, 8:
			var items []func()
			for i := range w.IntN(4) {
				item := w.any(depth - 1)
				if n == 8 {
					item = w.member(string(rune('a'+i))+" // {", item)
				}
				items = append(items, item)
			}
			w.list([]string{"[", "{"}[n-7], []string{"]", "}"}[n-7], items)
		default:
			w.WriteString([]string{"1", "-0.50e+3", `"\u00e9\\"`, `"/* // */ ,]}"`, "true", "null", `"tagout"`}[n])
		}
	}
}

// hook writes another program's.
func (w *writer) hook() {
	if w.IntN(3) == 0 && !w.r.Whole {
		w.list("{", "}", []func(){w.member("command", func() { w.WriteString(`"./mine.sh hook"`) }), w.member("x", w.any(1))})
		return
	}
	list := func() {
		one := func() {
			w.list("{", "}", []func(){w.member("type", func() { w.WriteString(`"command"`) }), w.member("command", func() { w.WriteString(`"mine"`) })})
		}
		w.list("[", "]", []func(){one, one}[:w.IntN(3)])
	}
	w.list("{", "}", []func(){w.member("matcher", func() { w.WriteString(`"x"`) }), w.member("hooks", list)})
}

// events writes the object in which the arrays of hooks are.
func (w *writer) events() {
	var items []func()
	for _, hook := range append(w.r.Hooks(), harness.Hook{Event: "Stop"}) {
		if w.IntN(2) == 0 && !strings.Contains(w.String()[max(0, w.Len()-1):], hook.Event) {
			items = append(items, w.member(hook.Event, func() { w.list("[", "]", []func(){w.hook, w.hook, w.hook}[:w.IntN(4)]) }))
		}
	}
	w.list("{", "}", items)
}

// document writes settings of a harness.
func document(seed uint64, r *harness.Registration, relaxed bool) string {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 1)), relaxed: relaxed, r: r}
	w.newline = []string{"\n", "\n", "\r\n"}[w.IntN(3)]
	if w.IntN(6) == 0 {
		w.WriteString("\xef\xbb\xbf")
	}
	w.gap()
	var items []func()
	add := func(name string, value func()) {
		if w.IntN(2) == 0 {
			items = append(items, w.member(name, value))
		}
	}
	add("before", w.any(3))
	if len(r.Object) > 0 {
		add(r.Object[0], w.events)
	} else {
		add(r.Event, func() { w.list("[", "]", []func(){w.hook, w.hook}[:w.IntN(3)]) })
	}
	add("after", w.any(2))
	w.list("{", "}", items)
	w.gap()
	return w.String()
}

// backAndForth holds one document to what the round trip promises.
func backAndForth(t *testing.T, s *jsonSettings, doc string) {
	t.Helper()
	was, err := s.read([]byte(doc))
	require.NoError(t, err, "%q", doc)
	with, err := s.add([]byte(doc))
	require.NoError(t, err, "%q", doc)
	root, err := tree.Read(with, s.relaxed)
	require.NoError(t, err, "%q from %q", with, doc)
	require.True(t, s.settled(s.own(root.Root)), "%q from %q", with, doc)
	require.Equal(t, was.Comments(), root.Comments(), "%q from %q", with, doc)
	again, err := s.add(with)
	require.NoError(t, err)
	require.Equal(t, string(with), string(again))
	back, err := s.remove(with, []byte(doc))
	require.NoError(t, err)
	require.Equal(t, doc, string(back))
	bare, err := s.remove(with, nil)
	require.NoError(t, err, "%q", with)
	if bare == nil {
		return
	}
	is, err := tree.Read(bare, s.relaxed)
	require.NoError(t, err, "%q from %q", bare, doc)
	require.Empty(t, s.own(is.Root), "%q", bare)
	for _, name := range []string{"before", "after"} {
		a, b := was.Root.Get(name), is.Root.Get(name)
		require.True(t, a == nil && b == nil || a != nil && b != nil && a.Equal(b), "%s of %q from %q", name, bare, doc)
	}
}

// FuzzGeneratedSettings takes generated settings of every harness there and back.
func FuzzGeneratedSettings(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		for _, name := range installable() {
			r := harness.Find(name).Registration()
			if r.Format != harness.JSON {
				continue
			}
			entries, err := entriesFor(r, name, "/opt/a b/tagout")
			require.NoError(t, err)
			for _, relaxed := range []bool{false, true} {
				s := &jsonSettings{name: name, r: r, relaxed: relaxed, entries: entries}
				backAndForth(t, s, document(seed, r, relaxed))
			}
		}
	})
}
