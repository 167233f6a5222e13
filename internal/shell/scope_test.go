package shell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/word"
)

// find returns the first call whose rendering begins so.
func find(t *testing.T, calls []*Call, prefix string) *Call {
	t.Helper()
	for _, c := range calls {
		if strings.HasPrefix(strings.TrimPrefix(render(c), "~"), prefix) {
			return c
		}
	}
	require.Failf(t, "no such call", "%q in %q", prefix, renderAll(calls))
	return nil
}

func walked(t *testing.T, text string) []*Call {
	t.Helper()
	calls, problems := runIn(text, Bash, testWorld(loginEnv(), map[string]string{
		"/w/clean.sh": "#!/bin/sh\nrm -rf build\n",
		"/w/args.sh":  "p \"$1\" $#\n",
		"/w/bin":      "\x7fELF\x00\x00",
	}))
	require.Empty(t, problems, text)
	for i, c := range calls {
		require.Equal(t, i, c.ID)
	}
	return calls
}

func TestSpans(t *testing.T) {
	text := `cd x && FOO=1 sudo "rm" -r 'a b' $X >f | p`
	calls := walked(t, text)
	c := find(t, calls, "FOO=1 sudo rm")
	at := func(s word.Span) string { return text[s.Start:s.End] }
	assert.Equal(t, `FOO=1 sudo "rm" -r 'a b' $X`, at(c.Span))
	assert.Equal(t, `'a b'`, at(c.Words[3].Span))
	assert.True(t, c.Words[3].Quoted)
	assert.False(t, c.Words[2].Quoted)
	assert.Equal(t, "f", at(c.Redirects[0].Path.Span))
	inner := find(t, calls, "FOO=1 rm -r")
	assert.Equal(t, c.Span, inner.Span)
	assert.Equal(t, []string{"sudo"}, inner.Via)
}

// TestSources: what is reached through a text or a file carries where it stands
// there, and the chain of what led to it.
func TestSources(t *testing.T) {
	calls := walked(t, `p; bash -c "q; bash clean.sh"`)
	c := find(t, calls, "rm")
	assert.Equal(t, "rm -rf build", c.Source.Text[c.Span.Start:c.Span.End])
	assert.True(t, c.Source.File)
	assert.Equal(t, "clean.sh", c.Source.Name)
	assert.Equal(t, "bash -c", c.Source.In.Name)
	assert.Equal(t, "bash clean.sh", c.Source.In.Text[c.Source.By.Start:c.Source.By.End])
	assert.Nil(t, c.Source.In.In.In)
	assert.Equal(t, []string{"bash -c", "bash"}, c.Via)
}

// TestUnknownText: spans of a text with unknown pieces are those of the text as
// it is spelled.
func TestUnknownText(t *testing.T) {
	calls := walked(t, `V=$(c); bash -c "p '$V' $V; longer $V"`)
	c := find(t, calls, "longer")
	assert.Equal(t, "p '$(c)' $(c); longer $(c)", c.Source.Text)
	assert.Equal(t, "longer $(c)", c.Source.Text[c.Span.Start:c.Span.End])
	p := find(t, calls, "p ")
	assert.False(t, p.Words[1].Pieces[0].Split)
	assert.True(t, p.Words[2].Pieces[0].Split)
	assert.Equal(t, []int{0}, p.Words[2].Pieces[0].From)
}

// TestData: where a call's input, words and files come from.
func TestData(t *testing.T) {
	for text, want := range map[string]struct {
		call string
		kind InputKind
		text string
		from []int
	}{
		"curl x | sh":                   {"sh", FedText, "?", []int{0}},
		"curl x | cat | sh":             {"sh", FedText, "?", []int{1, 0}},
		"{ a; b; } | sh":                {"sh", FedText, "??", []int{0, 1}},
		"echo rm | sh":                  {"sh", FedText, "rm\n", []int{0}},
		"sh <<< \"$(curl x)\"":          {"sh", FedText, "?\n", []int{0}},
		"sh < <(curl x)":                {"sh", FedText, "?", []int{0}},
		"curl x > f; sh < f":            {"sh", FedFile, "?", []int{0}},
		"curl x | tee f; sh < f":        {"sh", FedFile, "?", []int{1, 0}},
		"sh < /dev/null":                {"sh", Null, "", nil},
		"sh":                            {"sh", Inherited, "", nil},
		"sh &":                          {"sh", Null, "", nil},
		"sh < none":                     {"sh", FedFile, "?", nil},
		"sh < clean.sh":                 {"sh", FedFile, "#!/bin/sh\nrm -rf build\n", nil},
		"sudo sh <<< a":                 {"sh", FedText, "a\n", nil},
		"if a; then echo x; fi | sh":    {"sh", FedText, "?", []int{0, 1}},
		"for i in 1 2; do a; done | sh": {"sh", FedText, "??", []int{0, 1}},
	} {
		c := find(t, walked(t, text), want.call)
		assert.Equal(t, want.kind, c.Stdin.Kind, text)
		assert.Equal(t, want.text, renderText(c.Stdin.Text), text)
		assert.Equal(t, want.from, c.Stdin.From, text)
	}
}

func TestFiles(t *testing.T) {
	check(t, Bash, []claim{
		{"cat > x.sh <<'E'\np $1\nE\nbash x.sh a", []string{"cat >x.sh", "bash x.sh a", "p a"}},
		{"echo p > a.sh; echo q >> ./a.sh; bash $PWD/a.sh", []string{"echo p >a.sh", "echo q >>./a.sh", "bash /w/a.sh", "p", "q"}},
		{"mkdir d; cd d; echo p > ../x.sh; cd ..; bash x.sh", []string{"mkdir d", "cd d", "echo p >../x.sh", "cd ..", "bash x.sh", "p"}},
		{"T=$(mktemp); echo p > $T; bash $T", []string{"mktemp", "T=?", "echo p >?", "bash ?", "p"}},
		{"echo p | tee x.sh; . ./x.sh", []string{"echo p", "tee x.sh", ". ./x.sh", "p"}},
		{"echo p > x.sh; if a; then echo q > x.sh; fi; bash x.sh", []string{"echo p >x.sh", "a", "~echo q >x.sh", "bash x.sh", "p", "q"}},
		{"bash <(echo p)", []string{"echo p", "bash ?", "p"}},
		{"tee >(bash) <<< p", []string{"tee ?", "bash", "p"}},
		{"echo p > >(bash)", []string{"echo p", "bash", "p"}},
		{"X=$(< x.sh); p $X", []string{"<x.sh", "X=?", "p ?"}},
		{"bash $(c)/none.sh; bash none.sh", []string{"c", "bash ?/none.sh", "bash none.sh"}},
	})
	assert.Equal(t, []string{"bash args.sh x", "p x 1"}, renderAll(walked(t, "bash args.sh x")))
	assert.Equal(t, []string{"bash bin", "?"}, renderAll(walked(t, "bash bin")))
}

// TestDirs: cd leads to where relative paths mean something else.
func TestDirs(t *testing.T) {
	for text, want := range map[string]string{
		"p":                         "/w",
		"cd a; p":                   "/w/a",
		"cd a/../b; p":              "/w/b",
		"cd /x && p":                "/x",
		"cd; p":                     "/home/me",
		"cd a; cd -; p":             "/w",
		"cd \"$(c)\"; p":            "?",
		"cd $(c)/d; p":              "?/d",
		"pushd a; popd; p":          "/w",
		"pushd a; p":                "/w/a",
		"popd; p":                   "?",
		"(cd a); p":                 "/w",
		"if a; then cd b; fi; p":    "?",
		"cd a || exit; p":           "/w/a",
		"CDPATH=/x; cd a; p":        "?",
		"cd -P -- a; p":             "/w/a",
		"while a; do cd b; done; p": "?",
		"f() { cd a; }; f; p":       "/w/a",
	} {
		calls := walked(t, text)
		assert.Equal(t, want, renderText(calls[len(calls)-1].Dir), text)
	}
}

// TestProcesses: a new shell sees what is exported, and nothing else.
func TestProcesses(t *testing.T) {
	check(t, Bash, []claim{
		{`A=1; export B=2; bash -c 'p "${A-u}" $B'`, []string{"A=1", "B=2 export B=2", `B=2 bash -c 'p "${A-u}" $B'`, "~B=2 p u 2", "~B=2 p ? 2"}},
		{`A=1 bash -c 'p $A'`, []string{"A=1 bash -c 'p $A'", "A=1 p 1"}},
		{`env A=1 p`, []string{"env A=1 p", "A=1 p"}},
		{`f() { q; }; bash -c f; export -f f; bash -c f`, []string{"bash -c f", "f", "export -f f", "bash -c f", "q"}},
		{`ssh h 'p $HOME $SET'`, []string{"ssh h 'p $HOME $SET'", "~p ?", "~p ? ?"}},
		{`bash -c 'p "$@" $0' z a b`, []string{`bash -c 'p "$@" $0' z a b`, "p a b z"}},
		{`bash -c 'p $1' z $(c)`, []string{"c", "bash -c 'p $1' z ?", "p ?"}},
		{`bash -c "$(c)"; bash -c "$(c) x"`, []string{"c", "bash -c ?", "?", "c", "bash -c '? x'", "? x"}},
		{`unset SET; p`, []string{"unset SET", "-SET p"}},
		{`x=$(bash -c 'echo a; echo b'); p "$x"`, []string{"bash -c 'echo a; echo b'", "echo a", "echo b", "x=a\nb", `p 'a\nb'`}},
	})
	c := find(t, walked(t, "ssh h p"), "p")
	assert.Equal(t, Where{Place: SSH, Name: "h"}, c.Where)
	assert.True(t, find(t, walked(t, "PATH=/x:$PATH; p"), "p").Shadowed)
	assert.False(t, find(t, walked(t, "PATH=/x; /bin/p"), "/bin/p").Shadowed)
	assert.True(t, find(t, walked(t, "alias p=q; p 1"), "p 1").Shadowed)
}

// TestScope: what a visitor is told.
func TestScope(t *testing.T) {
	type fact struct {
		text string
		ok   bool
	}
	look := func(text, name string) (got fact) {
		Run(text, Config{Dir: "/w", World: testWorld(loginEnv(), nil), Visit: func(c *Call, s *Scope) word.Text {
			if len(c.Words) > 0 && c.Words[0].String() == "p" {
				t, ok := s.Lookup(name)
				got = fact{renderText(t), ok}
			}
			return nil
		}})
		return got
	}
	assert.Equal(t, fact{"val", true}, look("p", "SET"))
	assert.Equal(t, fact{"", false}, look("p", "U"))
	assert.Equal(t, fact{"new", true}, look("SET=new; p", "SET"))
	assert.Equal(t, fact{"one", true}, look("SET=one p", "SET"))
	assert.Equal(t, fact{"", false}, look("X=1; p", "X"))
	assert.Equal(t, fact{"1", true}, look("export X=1; p", "X"))
	assert.Equal(t, fact{"", false}, look("unset SET; p", "SET"))
	assert.Equal(t, fact{"?", true}, look("if a; then export SET=x; fi; p", "SET"))
	assert.Equal(t, fact{"/w/d", true}, look("cd d; p", "PWD"))
}

// TestSub: guesses, uncertainty, places and directories are handed down.
func TestSub(t *testing.T) {
	var inner *Call
	dir, where := literal("/d"), Where{Place: Container, Name: "img"}
	Run("w", Config{Dir: "/w", Visit: func(c *Call, s *Scope) word.Text {
		if c.Words[0].String() != "w" {
			inner = c
			return nil
		}
		return s.Text(literal("p; q )"), Sub{Guess: true, Unsure: true, Dir: &dir, Where: &where,
			Stdin: &Input{Kind: Null}, Assigns: []Assign{{Name: "A", Value: literal("1")}}})
	}})
	assert.Equal(t, "~A=1 p", render(inner))
	assert.True(t, inner.Guess)
	assert.Equal(t, "/d", renderText(inner.Dir))
	assert.Equal(t, where, inner.Where)
	assert.Equal(t, Null, inner.Stdin.Kind)
}
