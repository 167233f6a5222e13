package survey

import (
	"encoding/json"
	"errors"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/scan"
	"tagout/internal/tree"
)

const (
	unreadLevel = diag.Warning
	unreadID    = scan.Unread
)

// jsonOffset is where a document of JSON is wrong.
func jsonOffset(err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return max(int(syntax.Offset)-1, 0)
	}
	return 0
}

// list reads the item's text as a list of strings in JSON.
func (i item) list() ([]item, bool) {
	text := strings.TrimSpace(i.text)
	if !strings.HasPrefix(text, "[") {
		return nil, false
	}
	doc, err := tree.Parse([]byte(text))
	if err != nil {
		return nil, false
	}
	skip := len(i.text) - len(strings.TrimLeft(i.text, " \t\n"))
	var words []item
	for _, n := range doc.Items {
		s, ok := n.Str()
		if !ok {
			return nil, false
		}
		w := item{text: s, at: align(s, text[:n.End], n.Start)}
		for k := range w.at {
			w.at[k] = i.at[min(w.at[k]+skip, len(i.at)-1)]
		}
		words = append(words, w)
	}
	return words, true
}

// str is a string of the file's JSON as an item.
func (f *file) str(n *tree.Node) item {
	s, _ := n.Str()
	return item{text: s, at: align(s, f.text[:n.End], n.Start)}
}
