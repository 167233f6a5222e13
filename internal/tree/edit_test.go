package tree

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAdd(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"two spaces", "{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"k\": {\n    \"x\": []\n  }\n}\n"},
		{"tabs", "{\n\t\"a\": 1\n}", "{\n\t\"a\": 1,\n\t\"k\": {\n\t\t\"x\": []\n\t}\n}"},
		{"windows", "{\r\n  \"a\": 1\r\n}", "{\r\n  \"a\": 1,\r\n  \"k\": {\r\n    \"x\": []\r\n  }\r\n}"},
		{"one line", `{"a":1}`, `{"a":1,"k":{"x":[]}}`},
		{"one line, spaced", `{ "a": 1 }`, `{ "a": 1, "k":{"x":[]} }`},
		{"empty", "{}\n", "{\n  \"k\": {\n    \"x\": []\n  }\n}\n"},
		{"empty, open", "{\n}\n", "{\n  \"k\": {\n    \"x\": []\n  }\n}\n"},
		{"mark", "\xef\xbb\xbf{\"a\":1}", "\xef\xbb\xbf{\"a\":1,\"k\":{\"x\":[]}}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := read(t, tt.doc)
			got := d.Add(d.Root, "k", []byte(`{"x":[]}`))
			assert.Equal(t, tt.want, string(got))
		})
	}
}

func TestAddItem(t *testing.T) {
	doc := "{\n  \"l\": [\n    1\n  ],\n  \"m\": [1],\n  \"n\": []\n}"
	for name, want := range map[string]string{
		"l": "{\n  \"l\": [\n    1,\n    [\n      2\n    ]\n  ],\n  \"m\": [1],\n  \"n\": []\n}",
		"m": "{\n  \"l\": [\n    1\n  ],\n  \"m\": [1,[2]],\n  \"n\": []\n}",
		"n": "{\n  \"l\": [\n    1\n  ],\n  \"m\": [1],\n  \"n\": [\n    [\n      2\n    ]\n  ]\n}",
	} {
		d := read(t, doc)
		assert.Equal(t, want, string(d.Add(d.Root.Get(name), "", []byte(`[2]`))), name)
	}
}

func TestRemove(t *testing.T) {
	doc := "{ \"a\": 1,\n \"b\": [1, 2, 3] , \"c\": 3\t}"
	d := read(t, doc)
	root, b := d.Root, d.Root.Get("b")
	assert.Equal(t, "{ \"b\": [1, 2, 3] , \"c\": 3\t}", string(d.Remove(root, 0)))
	assert.Equal(t, "{ \"a\": 1,\n \"c\": 3\t}", string(d.Remove(root, 1)))
	assert.Equal(t, "{ \"a\": 1,\n \"b\": [1, 2, 3]\t}", string(d.Remove(root, 2)))
	assert.Equal(t, "{ \"a\": 1,\n \"b\": [1, 3] , \"c\": 3\t}", string(d.Remove(b, 1)))
	one := `{ "a": 1 }`
	assert.Equal(t, `{}`, string(read(t, one).Remove(read(t, one).Root, 0)))
}

// TestRoundTrip takes out what was put in, wherever that leaves the rest as it
// was.
func TestRoundTrip(t *testing.T) {
	for _, doc := range []string{
		"{\n  \"a\": 1 // one\n}\n", "{\n  \"a\": 1, // one\n}\n", "{\n  // none yet\n}\n", "{ /* none */ }", "{\r\n\t\"a\": 1, /* x */ // y\r\n\t// z\r\n}",
		"{\n  \"a\": 1\n  // last\n}", "{\n  \"a\": 1,\n  // last\n}", "{\"a\": 1,}", "{ /* x */ \"a\": 1 /* y */ , }", "// top\n{}\n// end", "{\n  \"a\": 1 /* two\n lines */\n}",
		"{\"a\":1 // x\n}", "{\n  // x\n  \"a\": 1\n  ,\n}",
		"{\"a\":1}", "{\n  \"a\": 1\n}\n", "{ \"a\" : [ 1 ] ,\n\n \"b\":2}", "{}", "{\n\t\"a\": {\n\t}\n}"} {
		d := read(t, doc)
		added := d.Add(d.Root, "k", []byte(`{"x":[1,{}]}`))
		d = read(t, string(added))
		require.Equal(t, "k", d.Root.Members[len(d.Root.Members)-1].Name)
		assert.Equal(t, doc, string(d.Remove(d.Root, len(d.Root.Members)-1)))
	}
}

func TestReplace(t *testing.T) {
	doc := "{\n  \"a\": {\n    \"b\": 1\n  }\n}"
	d := read(t, doc)
	assert.Equal(t, "{\n  \"a\": {\n    \"c\": 2\n  }\n}", string(d.Replace(d.Root.Get("a"), []byte(`{"c":2}`))))
}

func read(t *testing.T, text string) *Doc {
	t.Helper()
	d, err := Read([]byte(text), true)
	require.NoError(t, err, text)
	return d
}

// TestCommentsStayWithTheirOwn shows where a new element goes beside comments,
// and what is left when an element between comments is taken out.
func TestCommentsStayWithTheirOwn(t *testing.T) {
	for doc, want := range map[string]string{
		"{\n  \"a\": 1 // one\n}":   "{\n  \"a\": 1, // one\n  \"k\": 2\n}",
		"{\n  \"a\": 1, // one\n}":  "{\n  \"a\": 1, // one\n  \"k\": 2,\n}",
		"{\n  // none\n}":           "{\n  // none\n  \"k\": 2\n}",
		"{\n  \"a\": 1,\n  // z\n}": "{\n  \"a\": 1,\n  \"k\": 2,\n  // z\n}",
	} {
		d := read(t, doc)
		assert.Equal(t, want, string(d.Add(d.Root, "k", []byte("2"))))
	}
	d := read(t, "{\n  \"a\": 1, // one\n  // two\n  \"b\": 2,\n  \"c\": 3 // three\n}")
	assert.Equal(t, "{ // one\n  // two\n  \"b\": 2,\n  \"c\": 3 // three\n}", string(d.Remove(d.Root, 0)))
	assert.Equal(t, "{\n  \"a\": 1, // one\n  // two\n  \"c\": 3 // three\n}", string(d.Remove(d.Root, 1)))
}
