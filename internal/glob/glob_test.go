package glob

import (
	"math/rand/v2"
	"strings"
	"testing"

	"tagout/internal/tri"
	"tagout/internal/word"
)

func TestMatchString(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		mode          Mode
		want          bool
	}{
		{"delete-*", "delete-db-instance", Loose, true},
		{"delete-*", "undelete-x", Loose, false},
		{"*", "a/b", Loose, true},
		{"*", "a/b", Strict, false},
		{"*.go", "a/b.go", Loose, true},
		{"*.go", "a/b.go", Strict, false},
		{"src/*.go", "src/a.go", Loose, true},
		{"src/*.go", "src/x/a.go", Loose, false},
		{"src/**", "src", Loose, true},
		{"src/**", "src/x/a.go", Loose, true},
		{"src/**", "srcs", Loose, false},
		{"**/*.tfstate*", "a/terraform.tfstate.backup", Loose, true},
		{"a?c", "abc", Loose, true},
		{"a?c", "a/c", Loose, false},
		{"[a-c]x", "bx", Loose, true},
		{"[!a-c]x", "bx", Loose, false},
		{"[", "[", Loose, true},
		{"", "", Loose, true},
		{"", "x", Loose, false},
		{"a*b*c", "aXbYc", Loose, true},
		{"a*b*c", "aXbY", Loose, false},
		{"é*", "état", Loose, true},
	} {
		if got := MatchString(c.pattern, c.text, c.mode); got != c.want {
			t.Errorf("MatchString(%q, %q, %d) = %v", c.pattern, c.text, c.mode, got)
		}
	}
}

func unknown(prefix, suffix string) word.Text {
	return word.Text{{Kind: word.Lit, Text: prefix}, {Kind: word.Unknown, Text: "$X"}, {Kind: word.Lit, Text: suffix}}
}

func TestMatchUnknown(t *testing.T) {
	for _, c := range []struct {
		pattern string
		text    word.Text
		want    tri.Tri
	}{
		{"prod", unknown("", ""), tri.Maybe},
		{"", unknown("", ""), tri.Maybe},
		{"", word.Text{{Kind: word.Unknown, Text: "$X"}}, tri.Maybe},
		{"a/*", unknown(strings.Repeat("a/", 1<<19), ""), tri.Maybe},
		{"*", unknown("", ""), tri.Yes},
		{"prod-*", unknown("prod-", ""), tri.Yes},
		{"prod-*", unknown("pro", ""), tri.Maybe},
		{"prod-*", unknown("dev-", ""), tri.No},
		{"*.sql", unknown("dump", ".sql"), tri.Yes},
		{"*.sql", unknown("dump", ".txt"), tri.No},
		{"*DROP*", unknown("DROP TABLE ", ""), tri.Yes},
		{"*DROP*", unknown("SELECT ", ""), tri.Maybe},
		{"a*c", unknown("a", "c"), tri.Maybe},
		{"a*c", unknown("b", "c"), tri.No},
		{"delete-*", unknown("de", "-stack"), tri.Maybe},
	} {
		if got := Match(c.pattern, c.text, Loose); got != c.want {
			t.Errorf("Match(%q, %q) = %v, want %v", c.pattern, c.text.Spelling(), got, c.want)
		}
	}
}

// TestMatchShellPattern: what a pattern of the shell expands to are names in its
// directory, none of them hidden.
func TestMatchShellPattern(t *testing.T) {
	star := func(prefix, pattern, suffix string) word.Text {
		return word.Text{{Kind: word.Lit, Text: prefix}, {Kind: word.Glob, Text: pattern}, {Kind: word.Lit, Text: suffix}}
	}
	for _, c := range []struct {
		pattern string
		text    word.Text
		want    tri.Tri
	}{
		{"*.tfstate", star("", "*", ""), tri.Maybe},
		{"*.tfstate", star("", "*", ".go"), tri.No},
		{"/dev/null", star("", "*", ""), tri.No},
		{"/dev/null", star("/dev/", "*", ""), tri.Maybe},
		{".git", star("", "*", ""), tri.No},
		{".git", star(".g", "*", ""), tri.Maybe},
		{".git/**", star(".git/", "*", ""), tri.Yes},
		{"a/.git", star("a/", "?", "git"), tri.No},
		{"a/b/c", star("", "**", "/c"), tri.Maybe},
	} {
		if got := Match(c.pattern, c.text, Loose); got != c.want {
			t.Errorf("Match(%q, %q) = %v, want %v", c.pattern, c.text.Spelling(), got, c.want)
		}
	}
}

// FuzzMatch: no input makes a match panic, and what is known to match is never
// denied once a part of it becomes unknown.
func FuzzMatch(f *testing.F) {
	f.Add("delete-*", "delete-db", 3)
	f.Add("**/x[a-z]?", "a/b/xcd", 1)
	f.Fuzz(func(t *testing.T, pattern, text string, cut int) {
		if len(pattern) > 64 || len(text) > 64 || strings.ContainsRune(text, '\uFFFD') {
			return
		}
		whole := MatchString(pattern, text, Loose)
		cut = max(0, min(cut, len(text)))
		if got := Match(pattern, unknown(text[:cut], ""), Loose); whole && got == tri.No {
			t.Fatalf("%q matches %q, but not %q with an unknown rest", pattern, text, text[:cut])
		}
	})
}

// TestShortcuts: what is answered without running the pattern is what running it
// would answer.
func TestShortcuts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string, n int) string {
		var b strings.Builder
		for range rnd.IntN(n) {
			b.WriteString(from[rnd.IntN(len(from))])
		}
		return b.String()
	}
	for range 200_000 {
		pattern, text := pick([]string{"a", "b", "/", "*", "**", "?", "[ab]", "[", "/**", "**/"}, 6), pick([]string{"a", "b", "/", "é", "[", "ab"}, 7)
		var slow func(string) bool
		slow = func(pattern string) bool {
			base, under := strings.CutSuffix(pattern, "/**")
			return matches(compile(nil, pattern, Loose), text) || under && slow(base)
		}
		if got, want := MatchString(pattern, text, Loose), slow(pattern); got != want {
			t.Fatalf("MatchString(%q, %q) = %v, want %v", pattern, text, got, want)
		}
	}
}

// TestMatchAnything: of a text that is wholly unknown only a pattern that takes any
// is sure.
func TestMatchAnything(t *testing.T) {
	for _, c := range []struct {
		pattern string
		mode    Mode
		want    tri.Tri
	}{
		{"*", Loose, tri.Yes}, {"*", Strict, tri.Maybe}, {"**", Strict, tri.Yes}, {"**", Loose, tri.Yes},
		{"", Loose, tri.Maybe}, {"?", Loose, tri.Maybe}, {"a/**", Loose, tri.Maybe}, {"[ab]", Strict, tri.Maybe},
	} {
		if got := Match(c.pattern, word.Text{{Kind: word.Unknown, Text: "$X"}}, c.mode); got != c.want {
			t.Errorf("Match(%q, $X, %d) = %v, want %v", c.pattern, c.mode, got, c.want)
		}
	}
}
