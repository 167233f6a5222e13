package settings

import (
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"tagout/internal/tree"
)

// fromTOML reads a document in TOML as one in JSON would be. Of places it knows
// nothing.
func fromTOML(text string) (*tree.Node, error) {
	var doc map[string]any
	if _, err := toml.Decode(text, &doc); err != nil {
		return nil, err
	}
	return nodeOf(doc), nil
}

func nodeOf(v any) *tree.Node {
	switch v := v.(type) {
	case map[string]any:
		n := &tree.Node{Kind: tree.Object}
		for name, value := range v {
			n.Members = append(n.Members, tree.Member{Name: name, Value: nodeOf(value)})
		}
		slices.SortFunc(n.Members, func(a, b tree.Member) int { return strings.Compare(a.Name, b.Name) })
		return n
	case []map[string]any:
		n := &tree.Node{Kind: tree.Array}
		for _, item := range v {
			n.Items = append(n.Items, nodeOf(item))
		}
		return n
	case []any:
		n := &tree.Node{Kind: tree.Array}
		for _, item := range v {
			n.Items = append(n.Items, nodeOf(item))
		}
		return n
	case bool:
		if v {
			return &tree.Node{Kind: tree.True, Text: "true"}
		}
		return &tree.Node{Kind: tree.False, Text: "false"}
	case string:
		return &tree.Node{Kind: tree.String, Text: v}
	case int64, float64:
		return &tree.Node{Kind: tree.Number, Text: fmt.Sprint(v)}
	}
	return &tree.Node{Kind: tree.Null, Text: fmt.Sprint(v)} // a date, of which there is none
}
