package tree

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	doc := `{ "a": "x\ny", "b": [1, -2.5e3, true, false, null, {}], "é": "\ud83d\ude00" }`
	root, err := Parse([]byte(doc))
	require.NoError(t, err)
	text, ok := root.Get("a").Str()
	assert.True(t, ok)
	assert.Equal(t, "x\ny", text)
	text, _ = root.Get("é").Str()
	assert.Equal(t, "😀", text)
	var kinds []Kind
	for _, item := range root.Get("b").Items {
		kinds = append(kinds, item.Kind)
	}
	assert.Equal(t, []Kind{Number, Number, True, False, Null, Object}, kinds)
	assert.Equal(t, "-2.5e3", root.Get("b").Items[1].Text)
	b := root.Get("b")
	assert.Equal(t, `[1, -2.5e3, true, false, null, {}]`, doc[b.Start:b.End])
	assert.Equal(t, `"b"`, doc[root.Members[1].Start:root.Members[1].Start+3])
}

func TestParseAgreesWithEncodingJSON(t *testing.T) {
	for _, doc := range []string{
		`{}`, ` [ ] `, `"\u0041\\\""`, `"\ud800"`, "\"\xff\"", `0`, ` true`, `{"a":{"b":[{"c":[]}]}}`, `[1,2 , 3]`,
		``, ` `, `{`, `{"a":1,}`, `[1 2]`, `{"a" 1}`, `'a'`, `{} {}`, `{}x`, `nul`, `01`, "\"\n\"", `{"a":1}// c`,
	} {
		root, err := Parse([]byte(doc))
		var want any
		if wantErr := json.Unmarshal([]byte(doc), &want); wantErr != nil {
			assert.Error(t, err, doc)
			continue
		}
		require.NoError(t, err, doc)
		assert.Equal(t, want, plainValue(root), doc)
	}
}

// plainValue is a node as encoding/json would decode it.
func plainValue(n *Node) any {
	switch n.Kind {
	case Object:
		m := map[string]any{}
		for _, member := range n.Members {
			m[member.Name] = plainValue(member.Value)
		}
		return m
	case Array:
		list := []any{}
		for _, item := range n.Items {
			list = append(list, plainValue(item))
		}
		return list
	case String:
		return n.Text
	case Number:
		f, _ := json.Number(n.Text).Float64()
		return f
	case True, False:
		return n.Kind == True
	}
	return nil
}

func TestParseBounds(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth+5) + strings.Repeat("]", MaxDepth+5)
	_, err := Parse([]byte(deep))
	assert.ErrorIs(t, err, ErrDepth)
	_, err = Parse([]byte(`{"a":` + deep + `,"b":1}`))
	assert.ErrorIs(t, err, ErrDepth)
	_, err = Parse([]byte(strings.Repeat("[", 100_000)))
	assert.Error(t, err)
	_, err = Parse([]byte(strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)))
	assert.NoError(t, err)
}

func TestParseError(t *testing.T) {
	_, err := Parse([]byte("\xef\xbb\xbf{x}"))
	var syntax *json.SyntaxError
	require.True(t, errors.As(err, &syntax))
	assert.EqualValues(t, 5, syntax.Offset)
	root, err := Parse([]byte("\xef\xbb\xbf{\"a\":1}"))
	require.NoError(t, err)
	assert.Equal(t, 3, root.Start)
}

func TestGet(t *testing.T) {
	root, err := Parse([]byte(`{"a":{"b":1},"a":{"b":2},"c":[]}`))
	require.NoError(t, err)
	assert.Equal(t, "2", root.Get("a", "b").Text, "the last of a name counts")
	assert.Nil(t, root.Get("x", "y"))
	assert.Nil(t, root.Get("c", "y"))
	_, ok := root.Get("c").Str()
	assert.False(t, ok)
	_, ok = (*Node)(nil).Str()
	assert.False(t, ok)
}

func TestRepeated(t *testing.T) {
	for doc, want := range map[string]string{
		`{"a":1,"b":{"a":2}}`:        "",
		`{"a":1,"a":2}`:              "a",
		`{"x":[{"k":1,"\u006b":2}]}`: "k",
		`[{"q":{"r":1,"r":1}}]`:      "r",
	} {
		root, err := Parse([]byte(doc))
		require.NoError(t, err)
		name, at, found := root.Repeated()
		assert.Equal(t, want, name, doc)
		assert.Equal(t, want != "", found, doc)
		if found {
			assert.Equal(t, byte('"'), doc[at], doc)
		}
	}
}

func TestEqual(t *testing.T) {
	same := [][2]string{{`{"a":1,"b":[2]}`, ` { "b":[ 2 ], "a":1 }`}, {`"\u0041"`, `"A"`}}
	other := [][2]string{{`{"a":1}`, `{"a":2}`}, {`[1,2]`, `[2,1]`}, {`{"a":1}`, `{"b":1}`}, {`{}`, `[]`}, {`{"a":1}`, `{"a":1,"b":1}`}, {`1`, `"1"`}}
	for _, pair := range same {
		assert.True(t, parsed(t, pair[0]).Equal(parsed(t, pair[1])), pair)
	}
	for _, pair := range other {
		assert.False(t, parsed(t, pair[0]).Equal(parsed(t, pair[1])), pair)
	}
}

func parsed(t *testing.T, doc string) *Node {
	t.Helper()
	root, err := Parse([]byte(doc))
	require.NoError(t, err, doc)
	return root
}

func TestPlace(t *testing.T) {
	data := []byte("ab\ncd\n")
	assert.Equal(t, "1:1", Place(data, 0))
	assert.Equal(t, "1:3", Place(data, 2))
	assert.Equal(t, "2:2", Place(data, 4))
	assert.Equal(t, "3:1", Place(data, 99))
}

// FuzzParse holds the reader, which looks for no mistakes, to never reading
// past what encoding/json has found valid.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"a":[1,"\u0041",{"b":null}],"a":true}`))
	f.Add([]byte("\xef\xbb\xbf [ ]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := Parse(data)
		if err != nil {
			return
		}
		root.Repeated()
		if !root.Equal(root) && !hasRepeat(root) {
			t.Errorf("%q is not equal to itself", data)
		}
	})
}

func hasRepeat(n *Node) bool { _, _, found := n.Repeated(); return found }
