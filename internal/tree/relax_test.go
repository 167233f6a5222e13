package tree

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tailscale/hujson"
)

func relaxed() []string {
	return []string{
		"{}", "// a\n{}", "{/**/}", "[1,]", "[,]", "{,}", "[1,,]", `{"a":1,}`, `{"a":"//","b":"/* */"} // c`, `{"a":"\\\"//"}`,
		"[1,/* x */]", "[1/* x */,// y\n]", "{\"a\":1 // x\r\n}", "/* open", "[1 /", "{\"a\"/* */:/* */1}", "[1,2", "\xef\xbb\xbf// x\n[]", "[1]//", "", "// x",
		`["a,]",]`, "[[1,],]", "[ , ]", "{\"a\":,}", "[1 /* , */ ]", "[tru/**/e]",
	}
}

// TestReadAsTheLibraryDoes compares with hujson, which harnesses' readers
// resemble: both accept a document or neither does, and it means the same.
func TestReadAsTheLibraryDoes(t *testing.T) {
	for _, doc := range relaxed() {
		same(t, []byte(doc))
	}
}

func same(t *testing.T, doc []byte) {
	doc = append(doc[:len(doc):len(doc)], '\n') // the library wants every line ended
	d, err := Read(doc, true)
	if !utf8.Valid(doc) {
		return
	}
	standard, want := hujson.Standardize([]byte(string(trimMark(doc))))
	if want != nil {
		require.Error(t, err, "%q", doc)
		return
	}
	if err == ErrDepth {
		return
	}
	if _, _, twice := d.Root.Repeated(); twice {
		return // such a document is not edited, nor is it equal to itself
	}
	require.NoError(t, err, "%q", doc)
	node, err := Parse(standard)
	require.NoError(t, err, "%q", standard)
	assert.True(t, node.Equal(d.Root), "%q", doc)
}

func trimMark(doc []byte) []byte {
	if len(doc) >= 3 && string(doc[:3]) == "\xef\xbb\xbf" {
		return doc[3:]
	}
	return doc
}

func FuzzRelaxed(f *testing.F) {
	for _, doc := range relaxed() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) { same(t, doc) })
}

// FuzzEdit puts an element in and takes it out again: what was there stays, and
// every comment with it.
func FuzzEdit(f *testing.F) {
	for _, doc := range relaxed() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		d, err := Read(doc, true)
		if err != nil || d.Root.Kind != Object && d.Root.Kind != Array {
			return
		}
		if _, _, twice := d.Root.Repeated(); twice {
			return
		}
		name := ""
		if d.Root.Kind == Object {
			name = "tagout"
		}
		with, err := Read(d.Add(d.Root, name, []byte(`{"x":[1]}`)), true)
		require.NoError(t, err, "%q", doc)
		require.Equal(t, d.Comments(), with.Comments())
		n := len(with.Root.Members) + len(with.Root.Items)
		back, err := Read(with.Remove(with.Root, n-1), true)
		require.NoError(t, err, "%q in %q", with.Text, doc)
		require.True(t, d.Same(back), "%q: %q", doc, back.Text)
	})
}
