package tree

import (
	"encoding/json"
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
			root := parsed(t, tt.doc)
			got := Add([]byte(tt.doc), root, root, "k", []byte(`{"x":[]}`))
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
		root := parsed(t, doc)
		assert.Equal(t, want, string(Add([]byte(doc), root, root.Get(name), "", []byte(`[2]`))), name)
	}
}

func TestRemove(t *testing.T) {
	doc := "{ \"a\": 1,\n \"b\": [1, 2, 3] , \"c\": 3\t}"
	root := parsed(t, doc)
	b := root.Get("b")
	assert.Equal(t, "{ \"b\": [1, 2, 3] , \"c\": 3\t}", string(Remove([]byte(doc), root, 0)))
	assert.Equal(t, "{ \"a\": 1,\n \"c\": 3\t}", string(Remove([]byte(doc), root, 1)))
	assert.Equal(t, "{ \"a\": 1,\n \"b\": [1, 2, 3]\t}", string(Remove([]byte(doc), root, 2)))
	assert.Equal(t, "{ \"a\": 1,\n \"b\": [1, 3] , \"c\": 3\t}", string(Remove([]byte(doc), b, 1)))
	one := `{ "a": 1 }`
	assert.Equal(t, `{}`, string(Remove([]byte(one), parsed(t, one), 0)))
}

// TestRoundTrip takes out what was put in, wherever that leaves the rest as it
// was.
func TestRoundTrip(t *testing.T) {
	for _, doc := range []string{"{\"a\":1}", "{\n  \"a\": 1\n}\n", "{ \"a\" : [ 1 ] ,\n\n \"b\":2}", "{}", "{\n\t\"a\": {\n\t}\n}"} {
		root := parsed(t, doc)
		added := Add([]byte(doc), root, root, "k", []byte(`{"x":[1,{}]}`))
		require.True(t, json.Valid(added), string(added))
		root = parsed(t, string(added))
		require.Equal(t, "k", root.Members[len(root.Members)-1].Name)
		assert.Equal(t, doc, string(Remove(added, root, len(root.Members)-1)))
	}
}

func TestReplace(t *testing.T) {
	doc := "{\n  \"a\": {\n    \"b\": 1\n  }\n}"
	root := parsed(t, doc)
	assert.Equal(t, "{\n  \"a\": {\n    \"c\": 2\n  }\n}", string(Replace([]byte(doc), root, root.Get("a"), []byte(`{"c":2}`))))
}
