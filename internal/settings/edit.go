package settings

import (
	"errors"
	"strings"
)

// Edit is one change of a text: the whole of it, or a part by another.
type Edit struct {
	// Whole is set where New is the whole text.
	Whole bool
	// Old is replaced by New, every time where All is set.
	Old, New string
	All      bool
	// Patch, where it is set, makes the new text of the old; false where that is
	// not known.
	Patch func(string) (string, bool)
}

// maxText bounds what an edit may make, in bytes.
const maxText = 256 << 10

// Apply returns what edits make of a text, or says why that is not known.
func Apply(text string, edits []Edit) (string, error) {
	for _, e := range edits {
		if e.Patch != nil {
			made, ok := e.Patch(text)
			if !ok {
				return "", errors.New("where the patch changes it is not known")
			}
			text = made
			continue
		}
		switch n := strings.Count(text, e.Old); {
		case len(e.New) > maxText:
			return "", errors.New("it makes a file larger than is read")
		case e.Whole, e.Old == "" && text == "":
			text = e.New
		case e.Old == "" || n == 0 || n > 1 && !e.All:
			return "", errors.New("what it replaces does not stand there just once, so what comes of it is not known")
		case len(text)+n*len(e.New) > maxText:
			return "", errors.New("it makes a file larger than is read")
		default:
			text = strings.ReplaceAll(text, e.Old, e.New)
		}
	}
	return text, nil
}
