package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/word"
)

// done is what a shell would do to the effect of a patch.
func done(format, patch string, reverse bool) string {
	changes, _ := Changes(format, word.Text{{Kind: word.Lit, Text: patch}}, reverse)
	var out []string
	for i := range changes {
		depth, _ := changes[i].Depths(-1)
		if s := spelled(changes[i].Shell(depth)); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " & ")
}

func TestApplyPatch(t *testing.T) {
	for patch, want := range map[string]string{
		"*** Begin Patch\n*** Add File: x y\n+a\n+ b\n*** Delete File: z\n*** End Patch": "cat > 'x y' < a\n b\n & rm z",
		"*** Update File: a\n*** Move to: b\n@@\n-x\n+y\n c":                             "mv a b & cat >> b < y\n",
		"  *** Update File: a\n@@\n-x":                                                   ": >> a",
		"*** Update File: a/x\n-- old\n+++ new\n":                                        "cat >> a/x < ++ new\n",
		"": "", "x": "", "+a": "", "*** Add File: ": "", "a *** Add File: x": "", "*** Move to: x": "",
	} {
		assert.Equal(t, want, done(ApplyPatch, patch, false), "%q", patch)
	}
}

func TestPatch(t *testing.T) {
	const links = "diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+/etc\n\\ No newline at end of file\n"
	for patch, want := range map[string]string{
		"diff --git a/x b/x\n--- a/x\t2026\n+++ b/x\t2026\n@@ -1 +1 @@\n-a\n+b":                "cat >> x < b\n",
		"--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+b\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-c": "cat > x < b\n & rm y",
		"--- x.orig\t2026\n+++ x\t2026\n@@ -1 +1 @@\n-a\n+b":                                   ": >> x.orig & cat >> x < b\n",
		"+++ x\n@@ -0,0 +1 @@\n+b":            "cat >> x < b\n",
		"--- x 2026-01-01\n@@ -0,0 +1 @@\n+b": "cat >> x < b\n",
		"Index: x\n====\n--- x\t(revision 1)\n+++ x\t(working copy)\n@@ -0,0 +1 @@\n+b":                                ": >> x & cat >> x < b\n",
		"*** x\t2026\n--- x\t2026\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b":                                  ": >> x",
		"diff --git a/x b/y\nsimilarity index 9%\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n": "mv x y & cat >> y < b\n",
		"diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n":                                          "cp x y",
		"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n":                                                       "chmod 755 x",
		"diff --git a/x b/x\ndeleted file mode 100644\nindex 1..0\n":                                                   "rm x",
		"diff --git a/x b/x\nnew file mode 100644\nindex 0..1\n":                                                       ": > x",
		"diff --git a/x b/x\nindex 1..2 100644\nBinary files a/x and b/x differ\n":                                     ": >> x",
		"diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n":                                   ": >> x",
		"diff --git \"a/x\\ty\" \"b/x\\ty\"\n--- \"a/x\\ty\"\n+++ \"b/x\\ty\"\n@@ -0,0 +1 @@\n+b":                      "cat >> 'x\ty' < b\n",
		links: "ln -s /etc x",
		"From 1 Mon\nSubject: x\n\n--- note\n---\n x | 1 +\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+b\n-- \n2.39\n": "cat >> x < b\n",
		// What looks like a header within a hunk is a line of it.
		"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n--- a/y\n+++ b/y\n+rename to z\n": "cat >> x < ++ b/y\nrename to z\n",
		// Nothing but a hunk that is counted hides a header.
		"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\nrename to z\n@@ -1,9 +1,9 @@\n--- a/y\n+++ b/y\n@@ -0,0 +1 @@\n+c": "cat >> x < b\n & cat >> y < c\n",
		"*** x\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b":                                                             ": >> x & : >> y & cat >> y < b\n",
		"--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n+b\ndiff --git a/y b/y\nnew file mode 100644":                          "cat >> x < b\n & : > y",
		"diff --git a/x b/x\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b":                                                ": >> x & cat >> y < b\n",
		"": "", "x": "", "+a": "", "+++ ": "", "@@ -1 +1 @@\n-a\n+b": "", "rename from a\nrename to b": "", "diff --git a/x b/y\n": "",
	} {
		assert.Equal(t, want, done(Patch, patch, false), "%q", patch)
	}
	assert.Equal(t, "mv y x & cat >> x < a\n", done(Patch, "diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b", true))
	assert.Equal(t, "rm x", done(Patch, links, true))
}

// TestApply: the result is exact, or there is none.
func TestApply(t *testing.T) {
	const old = "a\nb\nc\nd\n"
	for _, c := range []struct {
		format, patch string
		reverse       bool
		want          string
	}{
		{Patch, "@@ -2 +2 @@\n-b\n+B\n", false, "a\nB\nc\nd\n"},
		{Patch, "@@ -2,0 +3 @@\n+x\n@@ -4 +5 @@\n-d\n+D\n", false, "a\nb\nx\nc\nD\n"},
		{Patch, "@@ -1,2 +1 @@\n a\n-b\n", false, "a\nc\nd\n"},
		{Patch, "@@ -4 +4 @@\n-d\n+D\n\\ No newline at end of file\n", false, "a\nb\nc\nD"},
		{Patch, "@@ -4 +4 @@\n-e\n+d\n\\ No newline at end of file\n@@ -1 +1 @@\n", true, "?"},
		{Patch, "@@ -2 +2 @@\n-B\n+b\n", true, "a\nB\nc\nd\n"},
		{Patch, "@@ -3 +3 @@\n-b\n+B\n", false, "?"}, // not there
		{Patch, "@@ -9 +9 @@\n-b\n+B\n", false, "?"}, // beyond the end
		{Patch, "@@ -2 +2 @@\n-b\n", false, "?"},     // breaks off
		{Patch, "@@ -2,x +2 @@\n-b\n+B", false, "?"}, // no numbers
		{Patch, "@@ -3 +3 @@\n-c\n+C\n@@ -1 +1 @@\n-a\n+A\n", false, "?"},
		{ApplyPatch, "@@\n b\n-c\n+C\n d\n", false, "a\nb\nC\nd\n"},
		{ApplyPatch, "-c\n+C\n", false, "a\nb\nC\nd\n"},
		{ApplyPatch, "@@\n+e\n", false, "?"},
		{ApplyPatch, "@@ a\n-c\n+C\n", false, "?"},
		{ApplyPatch, "@@\n-e\n", false, "?"},
	} {
		head := "--- a/x\n+++ b/x\n"
		if c.format == ApplyPatch {
			head = "*** Update File: x\n"
		}
		changes, _ := Changes(c.format, word.Text{{Kind: word.Lit, Text: head + c.patch}}, c.reverse)
		if assert.Len(t, changes, 1, c.patch) {
			got, ok := changes[0].Apply(old)
			if !ok {
				got = "?"
			}
			assert.Equal(t, c.want, got, "%q", c.patch)
		}
	}
}

// TestPatchUnknown: what is not known stays so, in names and in content, and a
// line that it stands on may be another.
func TestPatchUnknown(t *testing.T) {
	hole := word.Piece{Kind: word.Unknown, Text: "$X"}
	lit := func(s string) word.Piece { return word.Piece{Kind: word.Lit, Text: s} }
	changes, _ := Changes(Patch, word.Text{lit("--- a/x\n+++ b/"), hole, lit("/x\n@@ -1 +1 @@\n-a\n+"), hole, lit("\n"), hole, lit("+++ b/y\n")}, false)
	if assert.Len(t, changes, 2) {
		_, to := changes[0].Named(1)
		assert.Equal(t, word.Text{hole, lit("/x")}, to)
		_, ok := changes[0].Apply("a\n")
		assert.False(t, ok)
		_, to = changes[1].Named(1)
		assert.Equal(t, word.Text{lit("y")}, to)
	}
}

func TestPatchBounds(t *testing.T) {
	changes, more := Changes(Patch, word.Text{{Kind: word.Lit, Text: strings.Repeat("+++ x\n", maxParts+1)}}, false)
	assert.True(t, more)
	assert.Len(t, changes, maxParts)
}

// FuzzChanges: no patch makes the reader panic or yield more than its bound, and
// one that is turned around twice is itself.
func FuzzChanges(f *testing.F) {
	for _, seed := range []string{"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b", "*** x\n--- x\n", "diff --git a/x b/y\nrename to y", "*** Update File: x\n@@\n-a\n\\ no\n", "--- x\n@@ -1,9 +1,9 @@\n-\n\\\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range [...]string{Patch, ApplyPatch} {
			changes, _ := Changes(format, word.Text{{Kind: word.Lit, Text: text}}, false)
			if len(changes) > maxParts {
				t.Fatalf("%s: %d changes of %q", format, len(changes), text)
			}
			for i := range changes {
				c := &changes[i]
				first, last := c.Depths(-1)
				for depth := first; depth <= last; depth++ {
					c.Named(depth)
				}
				before := spelled(c.Shell(first))
				c.Apply(text)
				copied := c.copied
				c.reverse()
				c.reverse()
				if after := spelled(c.Shell(first)); after != before && !copied {
					t.Fatalf("%q turned around twice: %q, was %q", text, after, before)
				}
			}
		}
	})
}
